import APISchema
import Compute
import HTTPAPI
import WireJSON

enum ZoneView {
    static let list = View<AvailabilityZone>(nil, names + [.null("hosts")]).list("availabilityZoneInfo")
    static let detailList = View<AvailabilityZone>(nil, names + [hosts]).list("availabilityZoneInfo")

    private static let names: [ViewEntry<AvailabilityZone>] = [
        .string("zoneName") { $0.name },
        .object("zoneState") { zone, writer in writer.field("available", zone.isAvailable) },
    ]

    /// Hosts, in them their services; null where nothing is available.
    private static let hosts = ViewEntry<AvailabilityZone>.value("hosts") { zone, writer in
        guard zone.isAvailable else { return writer.null() }
        writer.object { writer in
            for service in zone.services {
                writer.key(escaping: service.host.name.text)
                writer.object { writer in
                    writer.key(escaping: service.binary)
                    write(service, to: &writer)
                }
            }
        }
    }

    private static func write(_ service: ComputeService, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("available", service.isUp)
            writer.field("active", !service.host.isDisabled)
            writer.key("updated_at")
            writer.microtime(service.host.reportedAt)
        }
    }
}
