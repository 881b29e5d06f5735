package kassa.ring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "kassa.ring", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final Purity PURITY =
      new Purity("(Rocks|Cassandra|Http).*|RingSerializer", "node");

  @ArchTest static final ArchRule onlyAdaptersTouchTheWorld = PURITY.touchesNothing();

  @ArchTest
  static final ArchRule onlyAdaptersReadClocksOrThrowDice = PURITY.readsNoClockAndThrowsNoDice();

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("kassa.ring.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theRingKnowsNoPayments =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("kassa.gateway..", "kassa.scoring..", "kassa.chaos..");
}
