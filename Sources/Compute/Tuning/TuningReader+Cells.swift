/// The guest's NUMA cells.
extension TuningReader {
    /// The most that image or flavor may ask for.
    private static let mostCells = 128

    /// Nil when nobody asks for cells and none is needed.
    func cells(_ pinned: CPUSet, isNeeded: Bool) throws(ComputeError) -> [TuningRequest.Cell]? {
        let (wanted, given) = (
            try image.integer("hw_numa_nodes", 1...Self.mostCells),
            try specs.integer("hw:numa_nodes", 1...Self.mostCells)
        )
        if wanted != nil, given != nil { throw forbidden("hw_numa_nodes") }
        let asked = given ?? wanted
        let cpus = try numbered("numa_cpus") { reader, key throws(ComputeError) in
            let text = reader.values[key] ?? ""
            if let set = CPUSet(text, below: vcpus), !set.isEmpty { return set }
            if let wider = CPUSet(text), let last = wider.sorted.last, last >= vcpus {
                throw .invalid("\(reader.label(key)): the virtual CPU \(last) is beyond the flavor's \(vcpus).")
            }
            throw reader.invalid(key, "virtual CPUs such as 0-1,3")
        }
        let memory = try numbered("numa_mem") { reader, key throws(ComputeError) in
            try reader.integer(key, 1...Int(Int32.max)) ?? 0
        }
        guard let cells = asked ?? (isNeeded ? 1 : nil) else {
            if let stray = cpus?.label ?? memory?.label { throw .invalid("\(stray): needs hw:numa_nodes.") }
            return nil
        }
        guard vcpus <= CPUSet.highest + 1 else { throw tooManyCPUs }
        return try split(cells, cpus, memory, pinned)
    }

    private func split(
        _ cells: Int, _ cpus: Numbered<CPUSet>?, _ memory: Numbered<Int>?, _ pinned: CPUSet
    ) throws(ComputeError) -> [TuningRequest.Cell] {
        guard cpus != nil || memory != nil else { return try even(cells, pinned) }
        guard let cpus, let memory, cpus.values.count == cells, memory.values.count == cells else {
            throw .invalid(
                "\(cpus?.label ?? memory?.label ?? "hw:numa_cpus"): each of the \(cells) NUMA nodes needs its hw:numa_cpus.N "
                    + "and its hw:numa_mem.N.")
        }
        try check(cpus, memory)
        return zip(cpus.values, memory.values).map { set, size in
            TuningRequest.Cell(vcpus: set, dedicated: set.intersection(pinned), memoryMB: size)
        }
    }

    private func even(_ cells: Int, _ pinned: CPUSet) throws(ComputeError) -> [TuningRequest.Cell] {
        guard vcpus.isMultiple(of: cells), ram.isMultiple(of: cells), vcpus > 0 else {
            throw .invalid(
                "hw:numa_nodes: \(vcpus) virtual CPUs and \(ram) MiB can't be split evenly over \(cells) nodes; "
                    + "hw:numa_cpus.N and hw:numa_mem.N say how else.")
        }
        let each = vcpus / cells
        return (0..<cells).map { index in
            let set = CPUSet(index * each..<(index + 1) * each)
            return TuningRequest.Cell(vcpus: set, dedicated: set.intersection(pinned), memoryMB: ram / cells)
        }
    }

    private func check(_ cpus: Numbered<CPUSet>, _ memory: Numbered<Int>) throws(ComputeError) {
        var free = Set(0..<vcpus)
        for set in cpus.values {
            for cpu in set.sorted where free.remove(cpu) == nil {
                throw .invalid("\(cpus.label): the virtual CPU \(cpu) is in two NUMA nodes.")
            }
        }
        guard free.isEmpty else {
            throw .invalid("\(cpus.label): the virtual CPUs \(CPUSet(free).text) are in no NUMA node.")
        }
        let sum = memory.values.reduce(0, +)
        guard sum == ram else {
            throw .invalid("\(memory.label): the NUMA nodes have \(sum) MiB together, the flavor has \(ram) MiB.")
        }
    }

    /// What image or flavor say of each cell, in order.
    struct Numbered<Value> {
        /// Of the first, for messages.
        var label: String
        var values: [Value]
    }

    private func numbered<Value>(
        _ name: String, _ read: (PropertyReader, String) throws(ComputeError) -> Value
    ) throws(ComputeError) -> Numbered<Value>? {
        let wanted = try numbered(image, "hw_\(name).", read)
        let given = try numbered(specs, "hw:\(name).", read)
        if wanted != nil, given != nil { throw forbidden("hw_\(name)") }
        return given ?? wanted
    }

    private func numbered<Value>(
        _ reader: PropertyReader, _ prefix: String, _ read: (PropertyReader, String) throws(ComputeError) -> Value
    ) throws(ComputeError) -> Numbered<Value>? {
        let keys = reader.values.keys.filter { $0.hasPrefix(prefix) }
        guard !keys.isEmpty else { return nil }
        var values: [Value] = []
        for index in 0..<keys.count {
            guard keys.contains("\(prefix)\(index)") else {
                throw .invalid("\(reader.label("\(prefix)\(index)")): is missing; NUMA nodes are counted from 0.")
            }
            values.append(try read(reader, "\(prefix)\(index)"))
        }
        return Numbered(label: reader.label("\(prefix)0"), values: values)
    }

    private func forbidden(_ property: String) -> ComputeError {
        .invalid("\(image.label(property)): is not permitted where the flavor sets it too.")
    }
}
