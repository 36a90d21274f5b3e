import AerieTestSupport
import Testing
import WireJSON

/// Kills a real aeried at one point after another, starts it again, and notes what is not as it should be.
struct KillMatrix {
    enum Request: String, Sendable {
        case create, delete, start, stop, softReboot, hardReboot, pause, unpause, suspend, resume, crashDump
        case rescue, unrescue, rebuild, softDelete, restore
        case createImage, createBackup
        case shelve, offload, unshelve, unshelveOffloaded
        case resize, confirmResize, revertResize
    }

    struct Point: Sendable {
        let request: Request
        /// `kind:step:moment`
        let place: String
    }

    let cloud: TestCloud
    let api: APIClient
    let image: String
    let flavor: String
    private(set) var violations: [String] = []
    /// What actions other than create and delete are done to.
    private(set) var standing = ""
    /// Servers that should be alive.
    private var living: Set<String> = []
    private var count = 0

    init(cloud: TestCloud, api: APIClient, image: String, flavor: String) {
        self.cloud = cloud
        self.api = api
        self.image = image
        self.flavor = flavor
    }

    mutating func prepare() async throws {
        standing = try await create("standing")
        living = [standing]
    }

    mutating func run(_ point: Point) async {
        do {
            try await crash(at: point)
        } catch {
            violations.append("\(point.place): \(error)")
            await recover()
        }
    }

    /// Deletes what lives; then nothing may be left.
    mutating func end() async {
        do {
            for id in living { try await api.forceDeleteAndWait(id) }
            violations += try await Holdings(of: cloud, api).faults(when: [])
        } catch {
            violations.append("at the end: \(error)")
        }
    }

    private mutating func crash(at point: Point) async throws {
        count += 1
        let name = "crash-\(count)"
        let subject = try await subject(of: point.request, name: name)
        await cloud.kill()
        try await cloud.start(environment: ["AERIE_CRASH_AT": point.place])
        var answer = "accepted"
        // The daemon may die before it has answered.
        do { try await request(point.request, of: subject, name: name) } catch { answer = "\(error)" }
        guard await cloud.waitForEnd() == -9 else {
            throw TestCloudError(await whatWentOn(answer: answer, name: name, subject: subject))
        }
        try await cloud.start()
        try await settle(point, subject: subject, name: name)
    }

    /// Why aeried may not have come to the place where it was to be killed.
    private func whatWentOn(answer: String, name: String, subject: String?) async -> String {
        let id = if let subject { subject } else { (try? await find(name)) ?? "" }
        let server = try? await api.server(id)
        return """
            aeried was not killed there; the request was \(answer); the server is \(server.map { "\($0)" } ?? "not to be seen")
            \(await cloud.log(lines: 40))
            """
    }

    /// The server that the request is about, in the state that it needs; nil for one that is yet to be made.
    private mutating func subject(of request: Request, name: String) async throws -> String? {
        switch request {
        case .create: return nil
        case .delete:
            let id = try await create(name)
            living.insert(id)
            return id
        default:
            try await bring(standing, to: request.before)
            return standing
        }
    }

    mutating func note(_ violation: String) { violations.append(violation) }

    private func bring(_ server: String, to status: String) async throws {
        let back = [
            "SHUTOFF": "os-start", "PAUSED": "unpause", "SUSPENDED": "resume", "RESCUE": "unrescue",
            "SOFT_DELETED": "restore", "SHELVED": "unshelve", "SHELVED_OFFLOADED": "unshelve",
            "VERIFY_RESIZE": "revertResize",
        ]
        let there = [
            "SHUTOFF": "os-stop", "PAUSED": "pause", "SUSPENDED": "suspend", "RESCUE": "rescue", "SOFT_DELETED": "",
            "SHELVED": "shelve", "SHELVED_OFFLOADED": "shelve",
            "VERIFY_RESIZE": "",
        ]
        let present = try await api.server(server).text("status")
        guard present != status else { return }
        for (action, end) in [(back[present], "ACTIVE"), (there[status], status)] {
            guard let action else { continue }
            if end == "VERIFY_RESIZE" {
                try await resize(server)
            } else if end == "SOFT_DELETED" {
                _ = try await api.delete("/v2.1/servers/\(server)").expecting(204)
            } else {
                _ = try await api.action(action, on: server).expecting(action == "rescue" ? 200 : 202)
            }
            try await api.wait(for: server, toBe: [end])
        }
    }

    private func create(_ name: String) async throws -> String {
        let id = try await api.createServer(name, image: image, flavor: flavor)
        try await api.wait(for: id, toBe: ["ACTIVE"])
        return id
    }

    private func request(_ request: Request, of subject: String?, name: String) async throws {
        let id = subject ?? ""
        switch request {
        case .create: _ = try await api.createServer(name, image: image, flavor: flavor)
        case .rescue: _ = try await api.action("rescue", on: id).expecting(200)
        case .rebuild: _ = try await api.rebuild(id, from: image)
        case .softDelete: _ = try await api.delete("/v2.1/servers/\(id)").expecting(204)
        case .resize: try await resize(id)
        case .confirmResize: _ = try await api.action("confirmResize", on: id).expecting(204)
        default: _ = try await api.at("2.17").action(request.action.name, request.action.value, on: id).expecting(202)
        }
    }

    /// Waits for the end that an uninterrupted run has, then counts.
    private mutating func settle(_ point: Point, subject: String?, name: String) async throws {
        let id = if let subject { subject } else { try await find(name) }
        let (status, state) = point.request.end
        if point.request == .create { living.insert(id) }
        try await api.wait(for: id, toBe: [status])
        if point.request == .delete { living.remove(id) }
        let found = await Virsh.state(of: id)
        if found != state { violations.append("\(point.place): the domain is '\(found)', not '\(state)'") }
        let away = status == "SHELVED_OFFLOADED" ? [id] : []
        let faults = try await Holdings(of: cloud, api).faults(when: living.filter { !away.contains($0) }, away: away)
        violations += faults.map { "\(point.place): \($0)" }
        if [.createImage, .createBackup].contains(point.request) { try await settleImage(point) }
        if point.request.isShelving { try await settleShelf(point, of: id, isAway: !away.isEmpty) }
        if point.request.isOfResize { try await settleResize(point, of: id) }
        if point.request == .rebuild {
            violations += try cloud.rebuildLeftovers(of: id).map { "\(point.place): \($0)" }
        }
        if point.request == .create {
            try await api.forceDeleteAndWait(id)
            living.remove(id)
        }
    }

    private func find(_ name: String) async throws -> String {
        let found = try await api.get("/v2.1/servers?name=%5E\(name)%24").expecting(200).json.list("servers")
        guard found.count == 1, let server = found.first else {
            throw TestCloudError("\(found.count) servers have the name \(name)")
        }
        return try server.text("id")
    }

    /// Makes the next case independent of one that went wrong.
    private mutating func recover() async {
        await cloud.kill()
        do {
            try await cloud.start()
            let servers = try await api.get("/v2.1/servers").expecting(200).json.list("servers")
            for server in servers {
                let id = try server.text("id")
                if id != standing { try await api.forceDeleteAndWait(id) }
            }
            living = [standing]
        } catch {
            violations.append("recovering from that failed: \(error)")
        }
    }
}

extension KillMatrix.Request {
    /// Of the action on a server that exists.
    fileprivate var action: (name: String, value: JSONValue) {
        switch self {
        case .create, .softDelete, .resize, .rebuild: ("", .null)
        case .delete: ("forceDelete", .null)
        case .start: ("os-start", .null)
        case .stop: ("os-stop", .null)
        case .softReboot: ("reboot", ["type": "SOFT"])
        case .hardReboot: ("reboot", ["type": "HARD"])
        case .crashDump: ("trigger_crash_dump", .null)
        case .pause, .unpause, .suspend, .resume, .rescue, .unrescue, .restore, .confirmResize, .revertResize:
            (rawValue, .null)
        case .createImage: ("createImage", ["name": "made"])
        case .createBackup: ("createBackup", ["name": "made", "backup_type": "daily", "rotation": 1])
        case .shelve, .unshelve: (rawValue, .null)
        case .offload: ("shelveOffload", .null)
        case .unshelveOffloaded: ("unshelve", .null)
        }
    }

    /// The server's status that it needs.
    fileprivate var before: String {
        switch self {
        case .start: "SHUTOFF"
        case .unpause: "PAUSED"
        case .resume: "SUSPENDED"
        case .unrescue: "RESCUE"
        case .restore: "SOFT_DELETED"
        case .confirmResize, .revertResize: "VERIFY_RESIZE"
        case .offload, .unshelve: "SHELVED"
        case .unshelveOffloaded: "SHELVED_OFFLOADED"
        case .create, .delete, .stop, .softReboot, .hardReboot, .pause, .suspend, .crashDump, .softDelete, .rescue,
            .createImage, .createBackup, .shelve, .resize, .rebuild:
            "ACTIVE"
        }
    }

    /// The server's status and its domain's state afterwards.
    fileprivate var end: (status: String, state: String) {
        switch self {
        case .delete: ("GONE", "")
        case .stop: ("SHUTOFF", "shut off")
        case .pause: ("PAUSED", "paused")
        case .suspend: ("SUSPENDED", "shut off")
        case .rescue: ("RESCUE", "running")
        case .softDelete: ("SOFT_DELETED", "shut off")
        case .resize: ("VERIFY_RESIZE", "running")
        case .shelve, .offload: ("SHELVED_OFFLOADED", "")
        case .create, .start, .softReboot, .hardReboot, .unpause, .resume, .crashDump, .restore, .unrescue,
            .createImage, .createBackup, .unshelve, .unshelveOffloaded, .confirmResize,
            .revertResize, .rebuild:
            ("ACTIVE", "running")
        }
    }
}
