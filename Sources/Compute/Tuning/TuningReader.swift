/// Reads what image and flavor want of the host's processors and memory. The flavor decides; an image may only add where
/// the flavor leaves room.
struct TuningReader {
    let image: PropertyReader
    let specs: PropertyReader
    let vcpus: Int
    /// MiB.
    let ram: Int

    enum Policy: String, CaseIterable { case shared, dedicated, mixed }

    /// Nil when the guest wants nothing but a number of processors and an amount of memory.
    func request() throws(ComputeError) -> TuningRequest? {
        let policy = try policy()
        let threads = try threadPolicy(policy)
        let emulator = try emulator(policy)
        let pinned = try dedicated(policy)
        let pageSize = try pageSize()
        guard let cells = try cells(pinned, isNeeded: policy != .shared || pageSize != nil) else { return nil }
        return TuningRequest(cells: cells, pageSize: pageSize, threads: threads, emulator: emulator)
    }

    /// Such a flavor finds no host, unless somebody asks where each of them is to run.
    var tooManyCPUs: ComputeError {
        .invalid("The flavor has \(vcpus) virtual CPUs: no more than \(CPUSet.highest + 1) can be placed one by one.")
    }

    private func policy() throws(ComputeError) -> Policy {
        let wanted = try image.word("hw_cpu_policy", Policy.self)
        let given = try specs.word("hw:cpu_policy", Policy.self)
        switch (given, wanted) {
        case (.mixed?, .dedicated?), (.shared?, .dedicated?), (.shared?, .mixed?):
            throw .invalid(
                "Image property hw_cpu_policy: '\(wanted?.rawValue ?? "")' is not permitted where the flavor's "
                    + "hw:cpu_policy is '\(given?.rawValue ?? "")'.")
        default: return given ?? wanted ?? .shared
        }
    }

    private func threadPolicy(_ policy: Policy) throws(ComputeError) -> TuningRequest.ThreadPolicy? {
        let wanted = try image.word("hw_cpu_thread_policy", TuningRequest.ThreadPolicy.self)
        let given = try specs.word("hw:cpu_thread_policy", TuningRequest.ThreadPolicy.self)
        if let wanted, let given, given != .prefer, wanted != given {
            throw .invalid(
                "Image property hw_cpu_thread_policy: '\(wanted.rawValue)' is not permitted where the flavor's "
                    + "hw:cpu_thread_policy is '\(given.rawValue)'.")
        }
        let chosen = given == nil || given == .prefer ? wanted ?? given : given
        if let chosen, policy == .shared {
            throw .invalid(
                "\(given == nil ? image.label("hw_cpu_thread_policy") : specs.label("hw:cpu_thread_policy")): "
                    + "'\(chosen.rawValue)' needs hw:cpu_policy dedicated or mixed.")
        }
        return chosen
    }

    private func emulator(_ policy: Policy) throws(ComputeError) -> TuningRequest.EmulatorThreads? {
        let key = "hw:emulator_threads_policy"
        guard let chosen = try specs.word(key, TuningRequest.EmulatorThreads.self) else { return nil }
        guard chosen == .share || policy == .dedicated || policy == .mixed else {
            throw .invalid("\(specs.label(key)): '\(chosen.rawValue)' needs hw:cpu_policy dedicated or mixed.")
        }
        return chosen
    }

    // MARK: Pinned and real-time processors

    /// The virtual CPUs that get a host processor of their own.
    private func dedicated(_ policy: Policy) throws(ComputeError) -> CPUSet {
        let key = "hw:cpu_dedicated_mask"
        let mask = try mask(specs, key)
        if mask != nil, policy != .mixed { throw .invalid("\(specs.label(key)): needs hw:cpu_policy mixed.") }
        if policy != .shared, vcpus > CPUSet.highest + 1 { throw tooManyCPUs }
        let all = policy == .shared ? CPUSet([]) : CPUSet(0..<vcpus)
        switch policy {
        case .shared: return all
        case .dedicated: return all
        case .mixed:
            let realtime = try realtime(policy)
            if mask != nil, realtime != nil {
                throw .invalid("\(specs.label(key)): can't stand beside hw:cpu_realtime, whose mask it would repeat.")
            }
            guard let chosen = mask ?? realtime else {
                throw .invalid(
                    "\(specs.label("hw:cpu_policy")): 'mixed' needs hw:cpu_dedicated_mask or a mask of real-time CPUs.")
            }
            guard chosen != all else {
                throw .invalid("\(specs.label(key)): leaves no virtual CPU of \(vcpus) to the shared processors.")
            }
            return chosen
        }
    }

    /// The virtual CPUs that run before everything else on their host processor; nil for none.
    func realtime() throws(ComputeError) -> CPUSet? { try realtime(try policy()) }

    private func realtime(_ policy: Policy) throws(ComputeError) -> CPUSet? {
        let wanted = try mask(image, "hw_cpu_realtime_mask")
        let given = try mask(specs, "hw:cpu_realtime_mask")
        guard try specs.boolean("hw:cpu_realtime") == true else {
            if wanted != nil || given != nil {
                let label = wanted == nil ? specs.label("hw:cpu_realtime_mask") : image.label("hw_cpu_realtime_mask")
                throw .invalid("\(label): needs hw:cpu_realtime.")
            }
            return nil
        }
        guard policy != .shared else {
            throw .invalid("\(specs.label("hw:cpu_realtime")): needs hw:cpu_policy dedicated or mixed.")
        }
        let chosen = wanted ?? given ?? CPUSet(0..<vcpus)
        let hasEmulator = try specs.word("hw:emulator_threads_policy", TuningRequest.EmulatorThreads.self) != nil
        guard chosen.count < vcpus || hasEmulator else {
            throw .invalid(
                "\(specs.label("hw:cpu_realtime")): needs a mask that leaves out a virtual CPU, or "
                    + "hw:emulator_threads_policy.")
        }
        return chosen
    }

    /// At least one of the guest's virtual CPUs; nil when the property is not set.
    private func mask(_ reader: PropertyReader, _ key: String) throws(ComputeError) -> CPUSet? {
        guard let text = reader.values[key] else { return nil }
        guard let mask = CPUSet(mask: text, of: vcpus), !mask.isEmpty else {
            throw reader.invalid(key, "some of the virtual CPUs 0 to \(vcpus - 1), such as 0-1 or ^0")
        }
        return mask
    }

    // MARK: Memory

    private func pageSize() throws(ComputeError) -> PageSize? {
        let (wanted, given) = (try size(image, "hw_mem_page_size"), try size(specs, "hw:mem_page_size"))
        guard let wanted else { return given }
        switch given {
        case .any?, .large?: return wanted
        case .small? where wanted == .small: return wanted
        case nil where wanted == .small: return nil
        case nil, .small?, .exactly?:
            throw .invalid(
                "\(image.label("hw_mem_page_size")): '\(image.values["hw_mem_page_size"] ?? "")' is not permitted where "
                    + "the flavor's hw:mem_page_size is '\(specs.values["hw:mem_page_size"] ?? "")', not large or any.")
        }
    }

    private func size(_ reader: PropertyReader, _ key: String) throws(ComputeError) -> PageSize? {
        guard let text = reader.values[key] else { return nil }
        guard let size = PageSize(text) else {
            throw reader.invalid(key, "small, large, any, or a size such as 2048 or 2MB")
        }
        return size
    }
}
