import Foundation

extension Bench {
    /// Show and lists of 1,000 servers against their bytes alone, then the same pages among 10,000.
    func measureReading(seconds: Int) throws {
        let admin = try admin()
        let server = try admin.createServer(try createRequest(networks: "auto", name: "server-0"))
        try admin.wait(for: server, toBe: "ACTIVE")
        try fill(server, 1..<1_000)
        try measureMemory()
        let pages = [
            Page(name: "show a server", path: "/v2.1/servers/\(server)", connections: 16),
            Page(name: "list 1,000 servers", path: "/v2.1/servers", connections: 4),
            Page(name: "list 1,000 servers with details", path: "/v2.1/servers/detail", connections: 4),
            Page(name: "a page of 50 servers with details", path: "/v2.1/servers/detail?limit=50", connections: 8),
        ]
        let rates = try measure(pages, seconds: seconds)
        table.add(
            Figure(
                name: "resident memory after that load", ours: try daemon.residentMemory(), unit: .mebibytes))
        try fill(server, 1_000..<10_000)
        for (page, before) in zip(pages, rates).dropFirst() {
            let rate = try self.rate(of: page, port: daemon.port, seconds: seconds)
            table.add(
                Figure(
                    name: "\(page.name), 10,000 in the store; floor: 1,000", ours: 1 / rate, floor: 1 / before,
                    unit: .milliseconds, goal: .atMost(times: 1.3)))
        }
        try self.admin().deleteAll([server])
    }

    private struct Page {
        let name: String
        let path: String
        let connections: Int
    }

    private func fill(_ server: String, _ copies: Range<Int>) throws {
        try restart { try StoreFill.run(path: daemon.database, server: server, copies: copies, host: "elsewhere") }
    }

    private func measureMemory() throws {
        daemon.settle()
        let reply = try admin().get("/v2.1/servers/detail").expecting(200)
        let servers = (reply.json["servers"] as? [Any])?.count ?? 0
        guard servers == 1_000 else { throw BenchmarkError("\(servers) servers are listed instead of 1,000") }
        table.add(
            Figure(
                name: "resident memory, 1,000 servers in the store, after listing them with details",
                ours: try daemon.residentMemory(), unit: .mebibytes, goal: .below(60)))
    }

    /// - Returns: our requests a second, page by page.
    private func measure(_ pages: [Page], seconds: Int) throws -> [Double] {
        let replies = try pages.map { CapturedReply(path: $0.path, try admin().get($0.path).expecting(200)) }
        let floor = try FloorServer(replies, directory: daemon.directory)
        defer { floor.stop() }
        return try pages.map { page in
            let floorRate = try rate(of: page, port: floor.port, seconds: seconds)
            let ourRate = try rate(of: page, port: daemon.port, seconds: seconds)
            table.add(
                Figure(
                    name: page.name, ours: ourRate, floor: floorRate, unit: .perSecond, goal: .atLeast(part: 0.5)))
            return ourRate
        }
    }

    private func rate(of page: Page, port: Int, seconds: Int) throws -> Double {
        let headers = try admin().headers
        _ = try Wrk.rate(port: port, path: page.path, headers: headers, connections: page.connections, seconds: 1)
        return try Wrk.rate(
            port: port, path: page.path, headers: headers, connections: page.connections, seconds: seconds)
    }
}
