package kassa.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import kassa.ring.Purity;

@AnalyzeClasses(packages = "kassa.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final Purity PURITY =
      new Purity("Iso8583(Acquirer|Connection)", "node|ops|console|http");

  @ArchTest static final ArchRule onlyAdaptersTouchTheWorld = PURITY.touchesNothing();

  @ArchTest
  static final ArchRule onlyAdaptersReadClocksOrThrowDice = PURITY.readsNoClockAndThrowsNoDice();

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("kassa.gateway.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule anOrderIsMadeOfTheJdkAndTheRingsVocabulary =
      classes()
          .that()
          .resideInAPackage("kassa.gateway.order")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "javax.crypto..", "kassa.gateway.order", "kassa.ring", "org.jspecify..");

  @ArchTest
  static final ArchRule theConsoleKnowsOnlyWhatNodesSay =
      noClasses()
          .that()
          .resideInAPackage("kassa.gateway.console")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("kassa.ring..", "kassa.gateway.node..", "kassa.gateway.checkout..");

  @ArchTest
  static final ArchRule theSandboxIsNoPartOfIt =
      noClasses().should().dependOnClassesThat().resideInAPackage("kassa.chaos..");
}
