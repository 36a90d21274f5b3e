import APISchema
import Compute
import HTTPAPI
import HTTPTypes
import Identity
import MetadataService
import WireJSON

/// What `aerie doctor` and `aerie status` ask for, below `/aerie/v1`: for administrators.
struct OperationsResource: Resource {
    let inspection: Inspection
    let metadata: MetadataConditions?
    /// Of what guests can't have on this host.
    let guestFindings: @Sendable () async -> [Finding]
    let hosts: any HostStore
    let networks: any NetworkStore
    let conditions: NetworkConditions
    let settings: ComputeSettings
    let now: @Sendable () -> Timestamp

    var endpoints: [Endpoint] {
        [
            .get("doctor", allow: .servicesList) { call in
                let findings = try await inspection.findings() + (metadata?.findings ?? []) + guestFindings()
                return .json(.ok) { writer in
                    writer.object { writer in
                        writer.key("findings")
                        writer.array { writer in findings.forEach { Self.write($0, to: &writer) } }
                    }
                }
            },
            .get("status", allow: .servicesList) { call in
                let known = try await hosts.hosts()
                let usage = try await hosts.usage()
                let networks = try await networks.networks(in: .everything)
                let now = now()
                return .json(.ok) { writer in
                    writer.object { writer in
                        writer.key("hosts")
                        writer.array { writer in
                            known.forEach { write($0, usage[$0.name] ?? HostUsage(), now, to: &writer) }
                        }
                        writer.key("networks")
                        writer.array { writer in networks.forEach { write($0, to: &writer) } }
                    }
                }
            },
        ]
    }

    private static func write(_ finding: Finding, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("severity", finding.severity.rawValue)
            writer.field("kind", finding.kind)
            writer.field("subject", finding.subject)
            writer.field("message", finding.message)
            writer.field("advice", finding.advice)
        }
    }

    private func write(_ host: HostRecord, _ usage: HostUsage, _ now: Timestamp, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("host", host.name.text)
            writer.field("up", host.isUp(at: now, downAfter: settings.serviceDownAfter))
            writer.field("zone", host.zone)
            writer.field("servers", usage.servers)
            writer.field("busy", usage.busy)
            writer.field("vcpus_used", usage.vcpus)
            writer.field("memory_mb_used", usage.memoryMB)
            writer.field("vcpus", host.figures?.vcpus)
            writer.field("memory_mb", host.figures?.memoryMB)
            writer.field("virt_types", host.figures?.virtTypes.map(\.rawValue) ?? [])
        }
    }

    /// As this host sees it.
    private func write(_ network: NetworkRecord, to writer: inout JSONWriter) {
        let (state, reason): (String, String?) =
            switch conditions.condition(of: network.id) {
            case .unused?: ("unused", nil)
            case .holds?: ("up", nil)
            case .failing(let reason)?: ("failing", reason)
            case nil: ("unknown", nil)
            }
        writer.object { writer in
            writer.field("network", network.name)
            writer.field("state", state)
            writer.field("ranges", network.subnets.map { "\($0.cidr)" })
            writer.field("libvirt_network", network.libvirtName)
            writer.field("bridge", network.bridge)
            writer.field("reason", reason)
        }
    }
}
