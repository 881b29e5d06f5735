package kassa.gateway.ops;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import kassa.gateway.http.RouteTable;

/** Where the roster is asked for and changed. */
final class RosterRoutes {
  private final RosterDesk desk;
  private final Executor disk;

  /**
   * @param disk its threads may block
   */
  RosterRoutes(RosterDesk desk, Executor disk) {
    this.desk = desk;
    this.disk = disk;
  }

  RouteTable addTo(RouteTable routes) {
    return routes
        .on(
            "GET",
            "/ops/ring/roster",
            (request, none) -> CompletableFuture.completedFuture(OpsRoutes.json(desk.roster())))
        .on(
            "GET",
            "/ops/ring/plan",
            (request, none) ->
                CompletableFuture.supplyAsync(() -> desk.plan(request.parameters()), disk)
                    .thenApply(OpsRoutes::json))
        .on(
            "POST",
            "/ops/ring/changes",
            (request, none) -> desk.change(request.body()).thenApply(OpsRoutes::json));
  }
}
