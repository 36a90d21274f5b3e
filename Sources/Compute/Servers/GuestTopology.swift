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

    /// The image may only narrow what the flavor allows, and its preferences go before the flavor's. Of what is possible,
    /// the topology that meets the most preferences is taken, then the one with the most sockets, then cores.
    init(vcpus: Int, image: PropertyReader, flavor: PropertyReader) throws(ComputeError) {
        let limits = try Wish(flavor, "hw:cpu_max_")
        let narrowed = try Wish(image, "hw_cpu_max_")
        try narrowed.check(within: limits, "the limits of image property hw_cpu_max_*", "hw:cpu_max_*")
        let most = narrowed.filled(from: limits)
        let wanted = try Wish(image, "hw_cpu_")
        let preferred = try Wish(flavor, "hw:cpu_")
        try wanted.check(within: most, "image property hw_cpu_*", "the topology limits")
        try preferred.check(within: limits, "flavor extra spec hw:cpu_*", "hw:cpu_max_*")
        let wish = wanted.isEmpty ? preferred : wanted
        let best = Self.possible(vcpus: vcpus, within: most)
            .max { (wish.score($0), $0.sockets, $0.cores) < (wish.score($1), $1.sockets, $1.cores) }
        guard let best else {
            throw .invalid("The topology limits allow no way to give the server \(vcpus) virtual CPUs.")
        }
        self = best
    }

    private static func possible(vcpus: Int, within most: Wish) -> [GuestTopology] {
        var all: [GuestTopology] = []
        for sockets in divisors(of: vcpus) where sockets <= most.sockets ?? vcpus {
            for cores in divisors(of: vcpus / sockets) where cores <= most.cores ?? vcpus {
                let threads = vcpus / sockets / cores
                guard threads <= most.threads ?? vcpus else { continue }
                all.append(GuestTopology(sockets: sockets, cores: cores, threads: threads))
            }
        }
        return all
    }

    private static func divisors(of number: Int) -> [Int] {
        number < 1 ? [] : (1...number).filter { number.isMultiple(of: $0) }
    }

    /// Numbers that image or flavor give; nil where they give none.
    private struct Wish {
        var sockets: Int?
        var cores: Int?
        var threads: Int?

        init(_ reader: PropertyReader, _ prefix: String) throws(ComputeError) {
            sockets = try reader.integer(prefix + "sockets", 1...65536)
            cores = try reader.integer(prefix + "cores", 1...65536)
            threads = try reader.integer(prefix + "threads", 1...65536)
        }

        var isEmpty: Bool { sockets == nil && cores == nil && threads == nil }

        func filled(from other: Wish) -> Wish {
            var filled = self
            filled.sockets = sockets ?? other.sockets
            filled.cores = cores ?? other.cores
            filled.threads = threads ?? other.threads
            return filled
        }

        func check(within most: Wish, _ label: String, _ limit: String) throws(ComputeError) {
            for (mine, its) in [(sockets, most.sockets), (cores, most.cores), (threads, most.threads)] {
                guard let mine, let its, mine > its else { continue }
                throw .invalid("CPU topology: \(mine), asked for by \(label), exceeds \(its), set by \(limit).")
            }
        }

        func score(_ topology: GuestTopology) -> Int {
            [(sockets, topology.sockets), (cores, topology.cores), (threads, topology.threads)]
                .filter { $0.0 == $0.1 }.count
        }
    }
}
