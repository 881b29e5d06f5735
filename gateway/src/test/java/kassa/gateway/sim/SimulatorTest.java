package kassa.gateway.sim;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import kassa.ring.Purity;

/** The simulator runs without a test framework, and is as pure as what it simulates. */
@AnalyzeClasses(packages = {"kassa.ring.sim", "kassa.gateway.sim"})
class SimulatorTest {
  private static final Purity PURITY = new Purity(".*Test", "none");

  @ArchTest
  static final ArchRule itNeedsNoTestFramework =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Test")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.junit..");

  @ArchTest static final ArchRule itTouchesNothing = PURITY.touchesNothing();

  @ArchTest
  static final ArchRule itReadsNoClockAndThrowsNoDice = PURITY.readsNoClockAndThrowsNoDice();
}
