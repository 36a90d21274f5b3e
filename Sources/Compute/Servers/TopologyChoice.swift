/// The topologies that image and flavor leave open, and which of them they would like best (`hw:cpu_sockets`,
/// `hw:cpu_max_sockets` and so on). Pure.
package struct TopologyChoice: Sendable, Hashable {
    /// At least one; the best without any wish first: few threads, then many sockets.
    private let possible: [GuestTopology]
    private let wish: Wish

    /// The image may only narrow what the flavor allows, and its wishes go before the flavor's. Wishes of the flavor that
    /// the image's limits leave no room for are dropped.
    init(vcpus: Int, image: PropertyReader, flavor: PropertyReader) throws(ComputeError) {
        let limits = try Wish(flavor, "hw:cpu_max_")
        let narrowed = try Wish(image, "hw_cpu_max_")
        try narrowed.check(within: limits, "the limits of image property hw_cpu_max_*", "hw:cpu_max_*")
        let most = narrowed.filled(from: limits)
        let wanted = try Wish(image, "hw_cpu_")
        let preferred = try Wish(flavor, "hw:cpu_")
        try wanted.check(within: most, "image property hw_cpu_*", "the topology limits")
        wish = !wanted.isEmpty ? wanted : preferred.fits(within: most) ? preferred : Wish()
        possible = Self.possible(vcpus: vcpus, within: most)
        guard !possible.isEmpty else {
            throw .invalid("The topology limits allow no way to give the server \(vcpus) virtual CPUs.")
        }
    }

    /// The one that meets the most wishes.
    /// - Parameter threads: how many threads of each core of the host the guest is pinned to; nil when it isn't.
    package func best(threads: Int? = nil) -> GuestTopology {
        var open = possible
        if let threads {
            let most = wish.threads.map { min($0, threads) } ?? threads
            let nearest = possible.map(\.threads).filter { $0 <= most }.max()
            open = possible.filter { $0.threads == nearest ?? $0.threads }
        }
        let highest = open.map(wish.score).max()
        return open.first { wish.score($0) == highest } ?? possible[0]
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
        return all.sorted { ($0.threads, -$0.sockets) < ($1.threads, -$1.sockets) }
    }

    private static func divisors(of number: Int) -> [Int] {
        guard number > 0 else { return [] }
        let root = Int(Double(number).squareRoot())
        let low = (1...root).filter { number.isMultiple(of: $0) }
        return low + low.reversed().map { number / $0 }.filter { $0 > root }
    }

    /// Numbers that image or flavor give; nil where they give none.
    private struct Wish: Sendable, Hashable {
        var sockets: Int?
        var cores: Int?
        var threads: Int?

        init() {}

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

        func fits(within most: Wish) -> Bool { excess(over: most) == nil }

        func check(within most: Wish, _ label: String, _ limit: String) throws(ComputeError) {
            guard let (mine, its) = excess(over: most) else { return }
            throw .invalid("CPU topology: \(mine), asked for by \(label), exceeds \(its), set by \(limit).")
        }

        private func excess(over most: Wish) -> (Int, Int)? {
            for (mine, its) in [(sockets, most.sockets), (cores, most.cores), (threads, most.threads)] {
                if let mine, let its, mine > its { return (mine, its) }
            }
            return nil
        }

        func score(_ topology: GuestTopology) -> Int {
            [(sockets, topology.sockets), (cores, topology.cores), (threads, topology.threads)]
                .filter { $0.0 == $0.1 }.count
        }
    }
}
