package kassa.ring.disk;

/**
 * What was seen of a disk.
 *
 * @param free bytes that may still be written to its file system
 * @param owed entries of the outbox; an estimate
 */
public record DiskLook(long free, long owed) {}
