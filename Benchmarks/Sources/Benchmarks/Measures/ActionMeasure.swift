import Foundation

extension Bench {
    /// Each action from its request to the state it ends in, in turns with libvirt's calls on a guest of the same document.
    func measureActions(samples: Int) throws {
        let admin = try admin()
        let id = try admin.createServer(try createRequest(networks: "auto", name: "acted-upon"))
        try admin.wait(for: id, toBe: "ACTIVE")
        let guest = try RawGuest(like: id, of: libvirt, daemon: daemon)
        let document = try guest.document()
        // Once, for what only the first rescue of an image takes, and to learn its document.
        try admin.act(on: id, ["rescue": NSNull()], until: "RESCUE")
        let rescued = try guest.document()
        try admin.act(on: id, ["unrescue": NSNull()], until: "ACTIVE")
        try guest.makeOverlay()
        let raw = try libvirt.define(document)
        try libvirt.start(raw)
        defer {
            try? libvirt.destroy(raw)
            try? libvirt.undefine(raw)
            try? guest.removeFiles()
        }
        for action in rounds(guest, raw, document: document, rescued: rescued) {
            try measure(action, on: id, samples: samples)
        }
        try admin.deleteAll([id])
    }

    /// An action and what undoes it.
    private struct Round {
        typealias Act = (name: String, body: [String: Any], end: String, raw: () throws -> Void)
        let there: Act
        let back: Act
    }

    private func rounds(_ guest: RawGuest, _ raw: RawLibvirt.Guest, document: String, rescued: String) -> [Round] {
        let libvirt = libvirt
        let reboot: () throws -> Void = {
            try libvirt.destroy(raw)
            _ = try libvirt.define(document)
            try libvirt.start(raw)
        }
        let hard: Round.Act = ("hard reboot", ["reboot": ["type": "HARD"]], "ACTIVE", reboot)
        return [
            Round(
                there: ("pause", ["pause": NSNull()], "PAUSED", { try libvirt.suspend(raw) }),
                back: ("unpause", ["unpause": NSNull()], "ACTIVE", { try libvirt.resume(raw) })),
            Round(
                there: ("suspend", ["suspend": NSNull()], "SUSPENDED", { try libvirt.managedSave(raw) }),
                back: ("resume", ["resume": NSNull()], "ACTIVE", { try libvirt.start(raw) })),
            Round(
                there: ("stop (forced)", ["os-stop": NSNull()], "SHUTOFF", { try libvirt.destroy(raw) }),
                back: ("start", ["os-start": NSNull()], "ACTIVE", { try libvirt.start(raw) })),
            Round(there: hard, back: hard),
            Round(
                there: (
                    "rescue", ["rescue": NSNull()], "RESCUE",
                    {
                        try guest.makeRescueOverlay()
                        try libvirt.destroy(raw)
                        _ = try libvirt.define(rescued)
                        try libvirt.start(raw)
                    }
                ), back: ("unrescue", ["unrescue": NSNull()], "ACTIVE", reboot)),
        ]
    }

    private func measure(_ round: Round, on id: String, samples: Int) throws {
        let admin = try admin()
        let acts = [round.there, round.back]
        var ours = [[Double]](repeating: [], count: 2)
        var floors = ours
        for sample in 0..<samples {
            for (index, act) in acts.enumerated() {
                let turns = [
                    { ours[index].append(try timed { try admin.act(on: id, act.body, until: act.end) }) },
                    { floors[index].append(try timed(act.raw)) },
                ]
                // Who comes first meets a machine on which both guests run, and each one that has been idle for a moment.
                for turn in sample.isMultiple(of: 2) ? turns : turns.reversed() {
                    usleep(50_000)
                    try turn()
                }
            }
        }
        for (index, act) in acts.enumerated() where index == 0 || act.name != acts[0].name {
            table.add(
                Figure(
                    name: act.name, ours: ours[index].median, floor: floors[index].median, unit: .milliseconds,
                    goal: .atMost(times: 1.2)))
        }
    }
}
