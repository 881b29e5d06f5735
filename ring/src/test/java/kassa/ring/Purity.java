package kassa.ring;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/** What decides is pure; what touches the world says so by its name. */
public final class Purity {
  private static final DescribedPredicate<JavaClass> THE_WORLD =
      resideInAnyPackage(
              "org.apache.pekko..",
              "com.datastax..",
              "com.j256..",
              "net.sf..",
              "org.rocksdb..",
              "java.net..",
              "java.nio.file..",
              "java.nio.channels..",
              "org.slf4j..")
          .and(DescribedPredicate.not(belongToAnyOf(URLEncoder.class)));

  private final DescribedPredicate<JavaClass> pure;

  /**
   * @param adapters names of outermost classes that may touch the world; besides, those that end in
   *     Actor, Routes and Main
   * @param wiring the last parts of packages that may, too
   */
  public Purity(String adapters, String wiring) {
    this.pure =
        DescribedPredicate.describe(
            "are pure by name",
            c ->
                !c.getPackageName().matches(".*\\.(" + wiring + ")")
                    && !outermost(c).matches(".*(Actor|Routes|Main)|" + adapters));
  }

  public ArchRule touchesNothing() {
    return noClasses().that(pure).should().dependOnClassesThat(THE_WORLD);
  }

  public ArchRule readsNoClockAndThrowsNoDice() {
    return noClasses()
        .that(pure)
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callConstructor(Random.class)
        .orShould()
        .dependOnClassesThat(belongToAnyOf(Clock.class, Thread.class));
  }

  private static String outermost(JavaClass c) {
    return c.getEnclosingClass().map(Purity::outermost).orElse(c.getSimpleName());
  }
}
