/// How a guest's processors are grouped: sockets × cores × threads is the number of its vCPUs.
package struct GuestTopology: Sendable, Hashable {
    package let sockets: Int
    package let cores: Int
    package let threads: Int

    package init(sockets: Int, cores: Int, threads: Int) {
        self.sockets = sockets
        self.cores = cores
        self.threads = threads
    }
}
