import APISchema
import Compute
import WireJSON

enum LimitsView {
    static let document = View<ProjectLimits>(
        "limits",
        [
            .constant("rate", .all, []),
            .nested("absolute", .all, absolute) { $0 },
        ])

    private static let absolute = View<ProjectLimits>(
        nil,
        [
            .int("maxTotalInstances") { $0.limits.instances },
            .int("maxTotalCores") { $0.limits.cores },
            .int("maxTotalRAMSize") { $0.limits.ram },
            .int("maxTotalKeypairs") { $0.limits.keyPairs },
            .int("maxServerMeta") { $0.limits.metadataItems },
            .int("maxImageMeta", .before(.imageMetadataRemoved)) { $0.limits.metadataItems },
            .int("maxPersonality", .before(.personalityRemoved)) { $0.limits.injectedFiles },
            .int("maxPersonalitySize", .before(.personalityRemoved)) { $0.limits.injectedFileContentBytes },
            .int("maxServerGroups") { $0.limits.serverGroups },
            .int("maxServerGroupMembers") { $0.limits.serverGroupMembers },
            // The network service counts these; they stay for old clients.
            .constant("maxSecurityGroups", .before(.proxiesRemoved), -1),
            .constant("maxSecurityGroupRules", .before(.proxiesRemoved), -1),
            .constant("maxTotalFloatingIps", .before(.proxiesRemoved), -1),
            .constant("totalSecurityGroupsUsed", .before(.proxiesRemoved), 0),
            .constant("totalFloatingIpsUsed", .before(.proxiesRemoved), 0),
            .int("totalInstancesUsed") { $0.usage.instances },
            .int("totalCoresUsed") { $0.usage.cores },
            .int("totalRAMUsed") { $0.usage.ram },
            // There is no operation that makes a server group.
            .constant("totalServerGroupsUsed", .all, 0),
        ])
}
