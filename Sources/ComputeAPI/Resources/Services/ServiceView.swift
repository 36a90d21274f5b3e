import APISchema
import Compute

enum ServiceView {
    static let item = View<ComputeService>(
        "service",
        [
            .int("id", .before(.serviceUUID)) { $0.host.number },
            .string("id", .since(.serviceUUID)) { $0.host.serviceID },
            .string("binary") { $0.binary },
            .string("host") { $0.host.name.text },
            .string("zone") { $0.host.zone },
            .string("status") { $0.host.isDisabled ? "disabled" : "enabled" },
            .string("state") { $0.isUp ? "up" : "down" },
            .microtime("updated_at") { $0.host.reportedAt },
            .string("disabled_reason") { $0.host.disabledReason },
            .bool("forced_down", .since(.forcedDown)) { $0.host.isForcedDown },
        ])
}
