package kassa.chaos.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A real Cassandra of one node, small enough to stand beside everything else on two cores. Its jars
 * are apart from ours ({@code chaos/cassandra}).
 */
final class Cassandra {
  private static final List<String> EXPORTED =
      List.of(
          "java.base/jdk.internal.misc",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "java.base/java.lang.ref",
          "java.base/java.lang.reflect",
          "java.base/sun.util.locale",
          "java.management.rmi/com.sun.jmx.remote.internal.rmi",
          "java.rmi/sun.rmi.registry",
          "java.rmi/sun.rmi.server",
          "java.sql/java.sql",
          "jdk.unsupported/sun.misc",
          "jdk.attach/sun.tools.attach");
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang.module",
          "java.base/jdk.internal.loader",
          "java.base/jdk.internal.ref",
          "java.base/jdk.internal.reflect",
          "java.base/jdk.internal.math",
          "java.base/jdk.internal.module",
          "java.base/jdk.internal.util.jar",
          "java.base/sun.nio.ch",
          "java.base/java.io",
          "java.base/java.lang",
          "java.base/java.lang.reflect",
          "java.base/java.util",
          "java.base/java.nio",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "jdk.management/com.sun.management.internal");

  private Cassandra() {}

  /**
   * How to start it.
   *
   * @param jars the directory of its jars
   * @param host where it serves
   * @throws LabFailure when the jars are not there, or this Java is none that it runs on
   */
  static Service service(Path directory, Path jars, LabPorts ports, String host) {
    int java = Runtime.version().feature();
    if (java != 17 && java != 11) {
      throw new LabFailure(
          "Cassandra 5.0 runs on Java 17 only (or 11), and this is Java "
              + java
              + ": install a JDK 17, or let JAVA_HOME name one.");
    }
    Path jamm = jars.resolve("jamm-0.4.0.jar");
    if (!Files.isRegularFile(jamm)) {
      throw new LabFailure(
          "Cassandra's jars are not in " + jars + ": build them with mvn package.");
    }
    List<String> command = new ArrayList<>();
    // Behind the nodes: no customer waits for the archive, and what it merges it merges later.
    command.addAll(List.of("nice", "-n", "19", JavaCommand.executable()));
    EXPORTED.forEach(name -> command.addAll(List.of("--add-exports", name + "=ALL-UNNAMED")));
    OPENED.forEach(name -> command.addAll(List.of("--add-opens", name + "=ALL-UNNAMED")));
    command.addAll(JavaCommand.compilers(ports.nodes()));
    command.addAll(
        List.of(
            "-javaagent:" + jamm,
            "-Xms512m",
            "-Xmx512m",
            // Two cores are shared by everything: a single collector thread costs least.
            "-XX:+UseSerialGC",
            "-XX:ActiveProcessorCount=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dcassandra.config=" + directory.resolve("cassandra.yaml").toUri().toString(),
            "-Dcassandra.storagedir=" + directory,
            "-Dcassandra-foreground=yes",
            "-Dcassandra.skip_wait_for_gossip_to_settle=0",
            "-Dcassandra.ring_delay_ms=0",
            "-Djdk.attach.allowAttachSelf=true",
            "-Djava.net.preferIPv4Stack=true",
            "-Dlogback.configurationFile=" + directory.resolve("logback.xml"),
            "-cp",
            jars + "/*",
            "org.apache.cassandra.service.CassandraDaemon"));
    return new Service(
        Service.CASSANDRA,
        directory,
        command,
        List.of(
            new Service.TextFile(directory.resolve("cassandra.yaml"), yaml(directory, ports, host)),
            new Service.TextFile(directory.resolve("logback.xml"), LOGBACK)),
        Probe.cql(host, ports.cassandra()));
  }

  private static String yaml(Path directory, LabPorts ports, String host) {
    // Group sync: a write is acknowledged after its commit log is on disk. Periodic sync, the
    // usual choice, acknowledges first, and then the archive could not stand in as a replica.
    return """
        cluster_name: kassa
        num_tokens: 1
        partitioner: org.apache.cassandra.dht.Murmur3Partitioner
        endpoint_snitch: SimpleSnitch
        auto_bootstrap: false
        seed_provider:
          - class_name: org.apache.cassandra.locator.SimpleSeedProvider
            parameters:
              - seeds: "127.0.0.1:%2$d"
        listen_address: 127.0.0.1
        rpc_address: %4$s
        native_transport_port: %1$d
        storage_port: %2$d
        data_file_directories: ["%3$s/data"]
        commitlog_directory: "%3$s/commitlog"
        saved_caches_directory: "%3$s/saved_caches"
        hints_directory: "%3$s/hints"
        cdc_raw_directory: "%3$s/cdc_raw"
        commitlog_sync: group
        commitlog_sync_group_window: 10ms
        commitlog_segment_size: 8MiB
        commitlog_total_space: 256MiB
        trickle_fsync: true
        trickle_fsync_interval: 1MiB
        memtable_heap_space: 64MiB
        memtable_offheap_space: 64MiB
        memtable_allocation_type: heap_buffers
        memtable_flush_writers: 1
        concurrent_reads: 8
        concurrent_writes: 16
        concurrent_counter_writes: 2
        concurrent_materialized_view_writes: 1
        concurrent_compactors: 1
        compaction_throughput: 8MiB/s
        native_transport_max_threads: 16
        key_cache_size: 8MiB
        counter_cache_size: 0MiB
        row_cache_size: 0MiB
        file_cache_size: 32MiB
        networking_cache_size: 16MiB
        hinted_handoff_enabled: false
        auto_snapshot: false
        """
        .formatted(
            ports.cassandra(),
            ports.storage(),
            directory.toString().replace("\\", "\\\\").replace("\"", "\\\""),
            host);
  }

  private static final String LOGBACK =
      """
      <configuration>
        <statusListener class="ch.qos.logback.core.status.NopStatusListener"/>
        <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%d{ISO8601,UTC} %-5level %logger{0} %msg%n</pattern></encoder>
        </appender>
        <root level="INFO"><appender-ref ref="out"/></root>
      </configuration>
      """;
}
