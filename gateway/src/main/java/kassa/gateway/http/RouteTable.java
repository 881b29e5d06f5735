package kassa.gateway.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Routes by method and path, for programs and operators: what they are told is plain text. */
public final class RouteTable implements Routes {
  private final List<Route> routes = new ArrayList<>();

  private record Route(
      String method,
      List<String> path,
      BiFunction<Request, String, CompletionStage<Reply>> answer) {}

  /**
   * @param path its parts with slashes before them; one that is {@code *} stands for any
   * @param answer is given the request and the part that stands there, else an empty one
   */
  public RouteTable on(
      String method, String path, BiFunction<Request, String, CompletionStage<Reply>> answer) {
    routes.add(new Route(method, parts(path), answer));
    return this;
  }

  @Override
  public CompletionStage<Reply> handle(Request request) {
    List<String> path = parts(request.path());
    Set<String> methods = new TreeSet<>();
    for (Route route : routes) {
      if (matches(route.path(), path)) {
        if (request.is(route.method())) {
          int any = route.path().indexOf("*");
          return route.answer().apply(request, any < 0 ? "" : path.get(any));
        }
        methods.add(route.method());
      }
    }
    return CompletableFuture.completedFuture(
        methods.isEmpty() ? Reply.text(404, "Nothing is here.\n") : notAllowed(methods));
  }

  private static Reply notAllowed(Set<String> methods) {
    String allowed = String.join(", ", methods);
    Reply text = Reply.text(405, "It is asked for by " + allowed + ".\n");
    return new Reply(text.status(), text.mediaType(), Map.of("Allow", allowed), text.body());
  }

  @Override
  public Reply refuse(Unreadable why) {
    return switch (why) {
      case MALFORMED -> Reply.text(400, "This is no HTTP request.\n");
      case TOO_LARGE -> Reply.text(413, "The body is too large.\n");
      case TOO_SLOW -> Reply.text(408, "The request came too slowly.\n");
    };
  }

  private static List<String> parts(String path) {
    return List.of(path.split("/", -1));
  }

  private static boolean matches(List<String> route, List<String> path) {
    boolean matches = route.size() == path.size();
    for (int i = 0; matches && i < route.size(); i++) {
      matches =
          route.get(i).equals("*") ? !path.get(i).isEmpty() : route.get(i).equals(path.get(i));
    }
    return matches;
  }
}
