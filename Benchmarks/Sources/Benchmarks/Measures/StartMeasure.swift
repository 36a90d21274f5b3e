extension Bench {
    /// How soon aeried answers, and what it takes while it has nothing to do.
    func measureStart(samples: Int) throws {
        try daemon.start()  // makes the database, keys and network, which is not what is measured
        var times: [Double] = []
        for _ in 0..<samples {
            daemon.stop()
            times.append(try daemon.start())
        }
        table.add(
            Figure(name: "start to first answer", ours: times.median, unit: .milliseconds, goal: .below(0.3)))
        daemon.settle()
        _ = try admin().get("/v2.1/servers/detail").expecting(200)
        table.add(
            Figure(
                name: "resident memory, idle", ours: try daemon.residentMemory(), unit: .mebibytes, goal: .below(60)))
    }
}
