import Compute
import Testing

@Suite("What follows from a guest's power state")
struct PowerRuleTests {
    private static func verdict(
        _ state: VMState, _ stored: PowerState, _ seen: PowerState, task: TaskState? = nil
    ) -> PowerRule.Verdict {
        let server = Sample.server {
            $0.vmState = state
            $0.taskState = task
            $0.powerState = stored
        }
        return PowerRule.verdict(for: server, guest: seen)
    }

    private static func stopped(_ power: PowerState) -> PowerRule.Verdict {
        .record(
            ServerChange {
                $0.vmState = .set(.stopped)
                $0.powerState = .set(power)
            })
    }

    private static func power(_ power: PowerState) -> PowerRule.Verdict {
        .record(ServerChange { $0.powerState = .set(power) })
    }

    @Test("While a task runs nothing is touched", arguments: TaskState.allCases)
    func busy(task: TaskState) {
        for state in VMState.allCases {
            for power in PowerState.allCases {
                #expect(Self.verdict(state, .running, power, task: task) == .leave)
            }
        }
    }

    @Test("A running or paused server whose guest is off becomes stopped", arguments: [VMState.active, .paused])
    func off(state: VMState) {
        for power in [PowerState.shutdown, .crashed] {
            #expect(Self.verdict(state, .running, power) == Self.stopped(power))
        }
    }

    @Test("A running server whose guest is paused or unknown keeps its state")
    func paused() {
        #expect(Self.verdict(.active, .running, .paused) == Self.power(.paused))
        #expect(Self.verdict(.active, .running, .noState) == Self.power(.noState))
        #expect(Self.verdict(.active, .running, .running) == .leave)
    }

    @Test("A stopped server whose guest runs is stopped again")
    func stopAgain() {
        #expect(Self.verdict(.stopped, .shutdown, .running) == .stopAgain)
        #expect(Self.verdict(.stopped, .running, .running) == .stopAgain)
        #expect(Self.verdict(.stopped, .shutdown, .noState) == .leave)
        #expect(Self.verdict(.stopped, .shutdown, .crashed) == Self.power(.crashed))
    }

    @Test(
        "A guest that sleeps has its QEMU and its disks: it is stopped", arguments: [VMState.active, .paused, .stopped])
    func asleep(state: VMState) {
        #expect(Self.verdict(state, .running, .suspended) == .stopAgain)
        #expect(Self.verdict(state, .suspended, .suspended) == .stopAgain)
    }

    @Test(
        "In states of passage and of error, and on the shelf, only the power state follows",
        arguments: [VMState.building, .rescued, .resized, .suspended, .error, .shelved])
    func passage(state: VMState) {
        for power in PowerState.allCases {
            let expected = power == .running ? PowerRule.Verdict.leave : Self.power(power)
            #expect(Self.verdict(state, .running, power) == expected)
        }
    }

    @Test("A soft-deleted server whose guest runs is put aside again")
    func putAsideAgain() {
        #expect(Self.verdict(.softDeleted, .shutdown, .running) == .putAsideAgain)
        #expect(Self.verdict(.softDeleted, .shutdown, .paused) == .putAsideAgain)
        #expect(Self.verdict(.softDeleted, .shutdown, .suspended) == .putAsideAgain)
        for power in [PowerState.noState, .shutdown, .crashed] {
            #expect(Self.verdict(.softDeleted, .running, power) == .leave)
        }
    }

    @Test(
        "What is deleted, or has left its host, is left alone",
        arguments: [VMState.deleted, .shelvedOffloaded])
    func gone(state: VMState) {
        for power in PowerState.allCases { #expect(Self.verdict(state, .noState, power) == .leave) }
    }
}
