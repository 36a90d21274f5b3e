/// A host for a server, and what the server takes of it.
package struct HostChoice: Sendable, Hashable {
    package var host: HostRecord
    /// Nil for a server that takes a number of CPUs, MiB and GiB and no more.
    package var claim: TuningClaim?

    package init(host: HostRecord, claim: TuningClaim? = nil) {
        self.host = host
        self.claim = claim
    }
}
