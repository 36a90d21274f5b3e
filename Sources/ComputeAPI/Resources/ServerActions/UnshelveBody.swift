import APISchema
import Compute

/// The value of the action `unshelve` once it may say where.
struct UnshelveBody: WireBody {
    /// Nil: not said; null: any zone.
    var zone: String??
    var host: String?

    static let schema = Schema<Self>(
        [
            .required(
                "availability_zone", \.zone, Field<String>.name.map { Optional($0) },
                .between(.unshelveZone, .unshelveHost)),
            .optional("availability_zone", \.zone, Field<String?>.nullable(.text()), .since(.unshelveHost)),
            .optional("host", \.host, .text(), .since(.unshelveHost)),
        ], nullable: true)

    var target: UnshelveTarget {
        UnshelveTarget(zone: zone.map { .set($0) } ?? .keep, host: host.map { HostName($0) })
    }
}
