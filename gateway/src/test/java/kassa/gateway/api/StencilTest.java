package kassa.gateway.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import kassa.gateway.checkout.CheckoutAnswer.Why;
import kassa.gateway.http.Reply;
import org.junit.jupiter.api.Test;

class StencilTest {
  private static final String ID = "req_0123456789abcdef";

  @Test
  void whatIsFilledInIsWhatWouldHaveBeenWritten() {
    for (Problem problem :
        List.of(Problem.nothingHappened(Why.OVERLOADED), Problem.tooBusyToRead())) {
      Stencil stencil = new Stencil(problem);
      stencil.reply("req_ffffffffffffffff");

      Reply written = problem.reply(ID);
      Reply filled = stencil.reply(ID);

      assertArrayEquals(written.body(), filled.body());
      assertEquals(written.status(), filled.status());
      assertEquals(written.mediaType(), filled.mediaType());
      assertEquals(
          new ArrayList<>(written.headers().entrySet()),
          new ArrayList<>(filled.headers().entrySet()));
    }
  }

  @Test
  void aNameThatDoesNotFitIsRefused() {
    Stencil stencil = new Stencil(Problem.tooBusyToRead());

    assertThrows(IllegalArgumentException.class, () -> stencil.reply("req_1"));
  }
}
