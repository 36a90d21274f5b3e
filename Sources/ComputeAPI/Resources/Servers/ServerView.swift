import APISchema
import Compute
import HTTPAPI
import WireJSON

/// How servers look in answers.
enum ServerView {
    /// `GET /servers`
    static let listed = View<ServerRow>(
        "server",
        [
            .string("id") { $0.server.id.text },
            .string("name") { $0.server.name },
            .links("servers") { $0.server.id.text },
        ])

    /// `GET /servers/detail`
    static let detailed = View<ServerRow>("server", entries(whole: .legacy) + told(whole: .legacy))
    /// `GET /servers/{id}`
    static let shown = View<ServerRow>("server", entries(whole: .legacy) + told(whole: .legacy) + groups)
    /// The answer of `PUT /servers/{id}`: only from 2.75 on the same as a show.
    static let updated = View<ServerRow>(
        "server", entries(whole: .strictQueries) + told(whole: .strictQueries) + groups)
    /// The answer of a rebuild: as that of an update, but for what the new guest is told.
    static let rebuilt = View<ServerRow>("server", entries(whole: .strictQueries) + rebuild + groups)

    /// What a server's guest was told by whoever made it.
    private static func told(whole: Microversion) -> [ViewEntry<ServerRow>] {
        [
            .string("key_name", .since(whole)) { $0.server.keyName },
            .string(
                "OS-EXT-SRV-ATTR:user_data", .since(max(whole, .extendedServerAttributes)),
                visibleTo: .extendedServerAttributes, needs: .userData
            ) { $0.server.userData },
        ]
    }

    private static let rebuild: [ViewEntry<ServerRow>] = [
        .string("key_name", .since(.rebuildKey)) { $0.server.keyName },
        .string("user_data", .since(.personalityRemoved), needs: .userData) { $0.server.userData },
        .string("adminPass", when: { $0.page.adminPassword != nil }) { $0.page.adminPassword },
    ]

    /// No server is in a group: there are none yet.
    private static let groups: [ViewEntry<ServerRow>] = [
        .constant("server_groups", .since(.serverGroupsShown), [])
    ]

    /// - Parameter whole: the first version whose answer holds every key.
    private static func entries(whole: Microversion) -> [ViewEntry<ServerRow>] {
        basics + description + sources + addresses(whole: whole) + states(whole: whole) + extras(whole: whole)
            + extended(whole: whole)
    }

    private static let basics: [ViewEntry<ServerRow>] = [
        .string("id") { $0.server.id.text },
        .string("name") { $0.server.name },
        .string("status") { $0.status.rawValue },
        .string("tenant_id") { $0.server.projectID.text },
        .string("user_id") { $0.server.userID.text },
        .stringMap("metadata", needs: .metadata) { $0.server.metadata },
        .string("hostId") { $0.hostID },
        .time("created") { $0.server.createdAt },
        .time("updated") { $0.server.updatedAt },
        .string("accessIPv4") { $0.server.accessIPv4 },
        .string("accessIPv6") { $0.server.accessIPv6 },
        .string("OS-DCF:diskConfig") { $0.diskConfig },
        .links("servers") { $0.server.id.text },
        .int("progress", when: { $0.status.showsProgress }) { $0.server.progress },
        .object("fault", needs: .fault, when: { $0.showsFault }) { row, writer in row.writeFault(to: &writer) },
    ]

    private static let description: [ViewEntry<ServerRow>] = [
        .bool("locked", .since(.serverLocked)) { $0.server.lock != nil },
        .string("description", .since(.serverDescription)) { $0.server.summary },
        .strings("tags", .since(.serverTags), needs: .tags) { $0.server.tags },
        .strings("trusted_image_certificates", .since(.trustedCertificates)) { $0.server.trustedImageCertificates },
        .string("locked_reason", .since(.lockReason)) { $0.server.lock?.reason },
        .string("pinned_availability_zone", .since(.pinnedZone)) { $0.server.pinnedAvailabilityZone },
        .value("scheduler_hints", .since(.schedulerHintsShown)) { row, writer in
            writer.raw(Array((row.server.schedulerHints ?? "{}").utf8))
        },
    ]

    private static let sources: [ViewEntry<ServerRow>] = [
        .object("flavor", .before(.embeddedFlavor)) { row, writer, context in
            let id = row.server.flavor.id
            writer.field("id", id)
            writer.key("links")
            context.links.writeBookmark("flavors", id, to: &writer)
        },
        .value("flavor", .since(.embeddedFlavor), needs: .flavor) { row, writer in
            writer.raw(row.page.parts.flavors[row.index])
        },
        .value("image", .before(.imageProperties), needs: .image) { row, writer in
            writer.raw(row.page.parts.images[row.index].plain)
        },
        .value("image", .since(.imageProperties), needs: .image) { row, writer in
            writer.raw(row.page.parts.images[row.index].withProperties)
        },
    ]

    private static func addresses(whole: Microversion) -> [ViewEntry<ServerRow>] {
        let full = ViewEntry<ServerRow>.object("addresses", .since(whole), needs: .nics) { row, writer in
            row.writeAddresses(to: &writer, detailed: true)
        }
        guard !whole.isLegacy else { return [full] }
        let plain = ViewEntry<ServerRow>.object("addresses", .before(whole), needs: .nics) { row, writer in
            row.writeAddresses(to: &writer, detailed: false)
        }
        return [plain, full]
    }

    private static func states(whole: Microversion) -> [ViewEntry<ServerRow>] {
        [
            .string("OS-EXT-STS:vm_state", .since(whole)) { $0.server.vmState.rawValue },
            .string("OS-EXT-STS:task_state", .since(whole)) { $0.server.taskState?.rawValue },
            .int("OS-EXT-STS:power_state", .since(whole)) { $0.server.powerState.rawValue },
            .microtime("OS-SRV-USG:launched_at", .since(whole)) { $0.server.launchedAt },
            .microtime("OS-SRV-USG:terminated_at", .since(whole)) { $0.server.terminatedAt },
            .string("OS-EXT-AZ:availability_zone", .since(whole)) { $0.server.availabilityZone },
            .string(
                "host_status", .since(max(whole, .hostStatus)), needs: .hostStatus, when: { $0.hostStatus != nil }
            ) { $0.hostStatus },
        ]
    }

    private static func extras(whole: Microversion) -> [ViewEntry<ServerRow>] {
        [
            .string("config_drive", .since(whole)) { $0.server.configDrive ? "True" : "" },
            .constant("os-extended-volumes:volumes_attached", .since(whole), []),
            .array("security_groups", .since(whole), needs: .nics, when: { $0.hasSecurityGroups }) { row, writer in
                row.writeSecurityGroups(to: &writer)
            },
        ]
    }

    /// For administrators, but for the hostname from 2.90 on.
    private static func extended(whole: Microversion) -> [ViewEntry<ServerRow>] {
        let more = Versions.since(max(whole, .extendedServerAttributes))
        let admins = Visibility.extendedServerAttributes
        return [
            .string("OS-EXT-SRV-ATTR:host", .since(whole), visibleTo: admins) { $0.server.host?.text },
            .string("OS-EXT-SRV-ATTR:hypervisor_hostname", .since(whole), visibleTo: admins) { $0.server.node },
            .string("OS-EXT-SRV-ATTR:instance_name", .since(whole), visibleTo: admins) {
                ServerRecord.instanceName(number: $0.server.number)
            },
            .string("OS-EXT-SRV-ATTR:reservation_id", more, visibleTo: admins) { $0.server.reservationID },
            .int("OS-EXT-SRV-ATTR:launch_index", more, visibleTo: admins) { $0.server.launchIndex },
            .string("OS-EXT-SRV-ATTR:kernel_id", more, visibleTo: admins) { $0.server.image?.kernelID?.text },
            .string("OS-EXT-SRV-ATTR:ramdisk_id", more, visibleTo: admins) { $0.server.image?.ramdiskID?.text },
            .string("OS-EXT-SRV-ATTR:root_device_name", more, visibleTo: admins) { $0.server.rootDeviceName },
            .string(
                "OS-EXT-SRV-ATTR:hostname", .between(max(whole, .extendedServerAttributes), .serverHostname),
                visibleTo: admins
            ) { $0.server.hostname },
            .string("OS-EXT-SRV-ATTR:hostname", .since(.serverHostname)) { $0.server.hostname },
        ]
    }
}
