/// Everything that a policy can allow or deny, under the name that a policy file and a denial use.
///
/// The raw value is the rule's place in the compiled table, so a check is an array index. Case names are the policy's
/// name without service prefix and `os-`: `os_compute_api:os-keypairs:index` is `.keypairsIndex`.
package enum PolicyRule: Int, CaseIterable, Sendable {
    // Any token
    /// Operations for which Nova has no policy: versions below a project, flavor lists, image proxies, removed APIs.
    case authenticated

    // Servers
    case serversIndex
    case serversDetail
    case serversIndexGetAllTenants
    case serversDetailGetAllTenants
    /// Every filter, and sorting by host or node.
    case serversAllowAllFilters
    case serversShow
    case serversShowHostStatus
    /// Host_status only while it is UNKNOWN.
    case serversShowHostStatusUnknownOnly
    case serversShowFlavorExtraSpecs
    case serversCreate
    /// Zone:host:node.
    case serversCreateForcedHost
    /// The host and hypervisor_hostname keys.
    case serversCreateRequestedDestination
    case serversCreateAttachVolume
    case serversCreateAttachNetwork
    case serversCreateTrustedCerts
    case serversCreateZeroDiskFlavor
    case networkAttachExternalNetwork
    case serversDelete
    case serversUpdate
    case serversConfirmResize
    case serversRevertResize
    case serversReboot
    case serversResize
    case serversRebuild
    case serversRebuildTrustedCerts
    case serversCreateImage
    case serversCreateImageAllowVolumeBacked
    case serversStart
    case serversStop
    case serversTriggerCrashDump
    case extendedServerAttributes

    // Server actions
    case adminActionsResetState
    case adminActionsInjectNetworkInfo
    case adminPassword
    case consoleOutput
    case createBackup
    case deferredDeleteRestore
    case deferredDeleteForce
    case evacuate
    case lockServerLock
    case lockServerUnlock
    /// Unlocking what an admin locked.
    case lockServerUnlockUnlockOverride
    case migrateServerMigrate
    case migrateServerMigrateHost
    case migrateServerMigrateLive
    case migrateServerMigrateLiveHost
    case multinicAdd
    case multinicRemove
    case pauseServerPause
    case pauseServerUnpause
    case remoteConsoles
    case rescue
    case unrescue
    case shelveShelve
    case shelveShelveOffload
    case shelveUnshelve
    case shelveUnshelveToHost
    case suspendServerSuspend
    case suspendServerResume

    // Parts of a server
    case attachInterfacesList
    case attachInterfacesShow
    case attachInterfacesCreate
    case attachInterfacesDelete
    case ipsIndex
    case ipsShow
    case instanceActionsList
    case instanceActionsShow
    /// Traceback and host of an event.
    case instanceActionsEvents
    case instanceActionsEventsDetails
    case serverMetadataIndex
    case serverMetadataShow
    case serverMetadataCreate
    case serverMetadataUpdate
    case serverMetadataUpdateAll
    case serverMetadataDelete
    case serverDiagnostics
    case serverPasswordShow
    case serverPasswordClear
    case serverSharesIndex
    case serverSharesShow
    case serverSharesCreate
    case serverSharesDelete
    case serverTagsIndex
    case serverTagsShow
    case serverTagsUpdate
    case serverTagsUpdateAll
    case serverTagsDelete
    case serverTagsDeleteAll
    case serverTopologyIndex
    /// Host_node and cpu_pinning.
    case serverTopologyHostIndex
    case volumesAttachmentsIndex
    case volumesAttachmentsShow
    case volumesAttachmentsCreate
    /// Delete_on_termination alone.
    case volumesAttachmentsUpdate
    case volumesAttachmentsSwap
    case volumesAttachmentsDelete
    case serversMigrationsIndex
    case serversMigrationsIndexHost
    case serversMigrationsShow
    case serversMigrationsForceComplete
    case serversMigrationsDelete

    // Flavors, keypairs, groups, limits
    case flavorAccess
    case flavorAccessAddTenantAccess
    case flavorAccessRemoveTenantAccess
    case flavorExtraSpecsIndex
    case flavorExtraSpecsShow
    case flavorExtraSpecsCreate
    case flavorExtraSpecsUpdate
    case flavorExtraSpecsDelete
    case flavorManageCreate
    case flavorManageUpdate
    case flavorManageDelete
    case keypairsIndex
    case keypairsShow
    case keypairsCreate
    case keypairsDelete
    case serverGroupsIndex
    case serverGroupsIndexAllProjects
    case serverGroupsShow
    case serverGroupsCreate
    case serverGroupsDelete
    case limits
    case limitsOtherProject
    case quotaClassSetsShow
    case quotaClassSetsUpdate
    case quotaSetsShow
    case quotaSetsDefaults
    case quotaSetsDetail
    case quotaSetsUpdate
    case quotaSetsDelete
    case simpleTenantUsageList
    case simpleTenantUsageShow
    case extensions

    // The cloud's own
    case aggregatesIndex
    case aggregatesShow
    case aggregatesCreate
    case aggregatesUpdate
    case aggregatesDelete
    case aggregatesAddHost
    case aggregatesRemoveHost
    case aggregatesSetMetadata
    case aggregatesImages
    case assistedVolumeSnapshotsCreate
    case assistedVolumeSnapshotsDelete
    case availabilityZoneList
    case availabilityZoneDetail
    case baremetalNodesList
    case baremetalNodesShow
    case consoleAuthTokens
    case hostsList
    case hostsShow
    case hostsUpdate
    case hostsReboot
    case hostsShutdown
    case hostsStart
    case hypervisorsList
    case hypervisorsListDetail
    case hypervisorsShow
    case hypervisorsStatistics
    case hypervisorsUptime
    case hypervisorsSearch
    case hypervisorsServers
    case instanceUsageAuditLogList
    case instanceUsageAuditLogShow
    case migrationsIndex
    case migrationsIndexAllProjects
    case migrationsIndexHost
    case serverExternalEventsCreate
    case servicesList
    case servicesUpdate
    case servicesDelete

    // Network and volume proxies
    case floatingIpPools
    case floatingIpsList
    case floatingIpsShow
    case floatingIpsCreate
    case floatingIpsDelete
    case floatingIpsAdd
    case floatingIpsRemove
    case networksList
    case networksShow
    case tenantNetworksList
    case tenantNetworksShow
    /// The list of a project's groups.
    case securityGroupsGet
    case securityGroupsShow
    case securityGroupsCreate
    case securityGroupsUpdate
    case securityGroupsDelete
    case securityGroupsRuleCreate
    case securityGroupsRuleDelete
    /// The groups of one server.
    case securityGroupsList
    case securityGroupsAdd
    case securityGroupsRemove
    case volumesList
    case volumesDetail
    case volumesShow
    case volumesCreate
    case volumesDelete
    case volumesSnapshotsList
    case volumesSnapshotsDetail
    case volumesSnapshotsShow
    case volumesSnapshotsCreate
    case volumesSnapshotsDelete

    // Identity API (Keystone's names)
    case identityListUsers
    case identityGetUser
    case identityCreateUser
    case identityUpdateUser
    case identityDeleteUser
    case identityListProjects
    case identityGetProject
    case identityCreateProject
    case identityUpdateProject
    case identityDeleteProject
    case identityListUserProjects
    case identityListRoles
    case identityGetRole
    case identityListGrants
    case identityCheckGrant
    case identityCreateGrant
    case identityRevokeGrant
    case identityListRoleAssignments
    case identityListDomains
    case identityGetDomain
    case identityListServices
    case identityGetService
    case identityListEndpoints
    case identityGetEndpoint
    /// Showing a token: its own user, a service, an admin.
    case identityValidateToken
    case identityCheckToken
    case identityRevokeToken

    // Image API (Glance's names)
    /// Which images are listed is the image service's matter.
    case getImages
    case getImage
    case downloadImage
    case addImage
    case modifyImage
    case uploadImage
    case deleteImage
    case publicizeImage

    // Network API (Neutron's names)
    /// Shared networks belong to no caller.
    case getNetwork
    case getSubnet
    case getPort
    case getSecurityGroup
    case getSecurityGroupRule
}
