/// Lays a pattern's tree out as instructions, with a bound on how many.
struct PatternCompiler {
    private static let largest = 1_024
    private var instructions: [PatternInstruction] = []
    /// Nodes visited, so that repetitions of nothing have an end too.
    private var visits = 0

    mutating func program(of node: PatternNode) throws(PatternError) -> [PatternInstruction] {
        try add(node)
        instructions.append(.match)
        return instructions
    }

    private mutating func add(_ node: PatternNode) throws(PatternError) {
        visits += 1
        guard instructions.count < Self.largest, visits < 4 * Self.largest else {
            throw PatternError(reason: "it is too large once its repetitions are written out")
        }
        switch node {
        case .one(let scalar): instructions.append(.one(scalar))
        case .any: instructions.append(.any)
        case .set(let set): instructions.append(.set(set))
        case .start: instructions.append(.start)
        case .end: instructions.append(.end)
        case .sequence(let nodes): for node in nodes { try add(node) }
        case .choice(let nodes): try addChoice(nodes)
        case .repeated(let node, let least, let most): try addRepetition(of: node, least: least, most: most)
        }
    }

    private mutating func addChoice(_ nodes: [PatternNode]) throws(PatternError) {
        var jumps: [Int] = []
        for (index, node) in nodes.enumerated() {
            guard index < nodes.count - 1 else {
                try add(node)
                break
            }
            let split = instructions.count
            instructions.append(.jump(0))
            try add(node)
            jumps.append(instructions.count)
            instructions.append(.jump(0))
            instructions[split] = .split(split + 1, instructions.count)
        }
        for jump in jumps { instructions[jump] = .jump(instructions.count) }
    }

    private mutating func addRepetition(of node: PatternNode, least: Int, most: Int?) throws(PatternError) {
        for _ in 0..<least { try add(node) }
        guard let most else { return try addLoop(over: node) }
        var splits: [Int] = []
        for _ in least..<most {
            splits.append(instructions.count)
            instructions.append(.jump(0))
            try add(node)
        }
        for split in splits { instructions[split] = .split(split + 1, instructions.count) }
    }

    private mutating func addLoop(over node: PatternNode) throws(PatternError) {
        let split = instructions.count
        instructions.append(.jump(0))
        try add(node)
        instructions.append(.jump(split))
        instructions[split] = .split(split + 1, instructions.count)
    }
}
