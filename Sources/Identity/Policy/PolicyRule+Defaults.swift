extension PolicyRule {
    /// Who may, when no policy file says otherwise.
    package var defaultLevel: PolicyLevel {
        switch self {
        case .authenticated, .limits, .quotaSetsDefaults, .extensions, .availabilityZoneList, .floatingIpPools:
            .authenticated
        case .serversIndex, .serversDetail, .serversShow, .serversShowFlavorExtraSpecs, .attachInterfacesList,
            .attachInterfacesShow, .ipsIndex, .ipsShow, .instanceActionsList, .instanceActionsShow,
            .serverMetadataIndex, .serverMetadataShow, .serverPasswordShow, .serverSharesIndex,
            .serverSharesShow, .serverTagsIndex, .serverTagsShow, .serverTopologyIndex,
            .volumesAttachmentsIndex, .volumesAttachmentsShow, .flavorExtraSpecsIndex, .flavorExtraSpecsShow,
            .serverGroupsIndex, .serverGroupsShow, .quotaSetsShow, .quotaSetsDetail, .simpleTenantUsageShow,
            .floatingIpsList, .floatingIpsShow, .networksList, .networksShow, .tenantNetworksList,
            .tenantNetworksShow, .securityGroupsGet, .securityGroupsShow, .securityGroupsList, .volumesList,
            .volumesDetail, .volumesShow, .volumesSnapshotsList, .volumesSnapshotsDetail,
            .volumesSnapshotsShow, .identityGetProject, .getPort, .getSecurityGroup, .getSecurityGroupRule:
            .reader
        case .serversIndexGetAllTenants, .serversDetailGetAllTenants, .serversAllowAllFilters,
            .serversShowHostStatus, .serversShowHostStatusUnknownOnly, .serversCreateForcedHost,
            .serversCreateRequestedDestination, .serversCreateZeroDiskFlavor, .networkAttachExternalNetwork,
            .extendedServerAttributes, .adminActionsResetState, .adminActionsInjectNetworkInfo, .evacuate,
            .lockServerUnlockUnlockOverride, .migrateServerMigrateHost, .migrateServerMigrateLiveHost,
            .shelveShelveOffload, .shelveUnshelveToHost, .attachInterfacesCreate, .instanceActionsEvents,
            .instanceActionsEventsDetails, .serverDiagnostics, .serverTopologyHostIndex,
            .serversMigrationsIndexHost, .serversMigrationsShow, .flavorAccess, .flavorAccessAddTenantAccess,
            .flavorAccessRemoveTenantAccess, .flavorExtraSpecsCreate, .flavorExtraSpecsUpdate,
            .flavorExtraSpecsDelete, .flavorManageCreate, .flavorManageUpdate, .flavorManageDelete,
            .serverGroupsIndexAllProjects, .limitsOtherProject, .quotaClassSetsShow, .quotaClassSetsUpdate,
            .quotaSetsUpdate, .quotaSetsDelete, .simpleTenantUsageList, .aggregatesIndex, .aggregatesShow,
            .aggregatesCreate, .aggregatesUpdate, .aggregatesDelete, .aggregatesAddHost, .aggregatesRemoveHost,
            .aggregatesSetMetadata, .aggregatesImages, .availabilityZoneDetail, .baremetalNodesList,
            .baremetalNodesShow, .consoleAuthTokens, .hostsList, .hostsShow, .hostsUpdate, .hostsReboot,
            .hostsShutdown, .hostsStart, .hypervisorsList, .hypervisorsListDetail, .hypervisorsShow,
            .hypervisorsStatistics, .hypervisorsUptime, .hypervisorsSearch, .hypervisorsServers,
            .instanceUsageAuditLogList, .instanceUsageAuditLogShow, .migrationsIndexAllProjects,
            .migrationsIndexHost, .servicesList, .servicesUpdate, .servicesDelete, .identityListUsers,
            .identityCreateUser, .identityUpdateUser, .identityDeleteUser, .identityListProjects,
            .identityCreateProject, .identityUpdateProject, .identityDeleteProject, .identityListRoles,
            .identityGetRole, .identityListGrants, .identityCheckGrant, .identityCreateGrant,
            .identityRevokeGrant, .identityListRoleAssignments, .identityListDomains, .identityGetDomain,
            .identityListServices, .identityGetService, .identityListEndpoints, .identityGetEndpoint,
            .publicizeImage:
            .admin
        case .serversCreate, .serversCreateAttachVolume, .serversCreateAttachNetwork,
            .serversCreateTrustedCerts, .serversDelete, .serversUpdate, .serversConfirmResize,
            .serversRevertResize, .serversReboot, .serversResize, .serversRebuild, .serversRebuildTrustedCerts,
            .serversCreateImage, .serversCreateImageAllowVolumeBacked, .serversStart, .serversStop,
            .serversTriggerCrashDump, .adminPassword, .consoleOutput, .createBackup, .deferredDeleteRestore,
            .deferredDeleteForce, .lockServerLock, .lockServerUnlock, .multinicAdd, .multinicRemove,
            .pauseServerPause, .pauseServerUnpause, .remoteConsoles, .rescue, .unrescue, .shelveShelve,
            .shelveUnshelve, .suspendServerSuspend, .suspendServerResume, .attachInterfacesDelete,
            .serverMetadataCreate, .serverMetadataUpdate, .serverMetadataUpdateAll, .serverMetadataDelete,
            .serverPasswordClear, .serverSharesCreate, .serverSharesDelete, .serverTagsUpdate,
            .serverTagsUpdateAll, .serverTagsDelete, .serverTagsDeleteAll, .volumesAttachmentsCreate,
            .volumesAttachmentsUpdate, .volumesAttachmentsDelete, .serverGroupsCreate, .serverGroupsDelete,
            .floatingIpsCreate, .floatingIpsDelete, .floatingIpsAdd, .floatingIpsRemove, .securityGroupsCreate,
            .securityGroupsUpdate, .securityGroupsDelete, .securityGroupsRuleCreate, .securityGroupsRuleDelete,
            .securityGroupsAdd, .securityGroupsRemove, .volumesCreate, .volumesDelete, .volumesSnapshotsCreate,
            .volumesSnapshotsDelete, .addImage, .modifyImage, .uploadImage, .deleteImage:
            .member
        case .migrateServerMigrate, .migrateServerMigrateLive, .serversMigrationsIndex,
            .serversMigrationsForceComplete, .serversMigrationsDelete, .migrationsIndex:
            .manager
        case .volumesAttachmentsSwap, .assistedVolumeSnapshotsCreate, .assistedVolumeSnapshotsDelete,
            .serverExternalEventsCreate:
            .service
        case .keypairsIndex, .keypairsShow, .keypairsCreate, .keypairsDelete, .identityGetUser,
            .identityListUserProjects, .identityRevokeToken:
            .adminOrOwner
        case .identityValidateToken, .identityCheckToken:
            .serviceOrOwner
        case .getImages, .getImage, .downloadImage, .getNetwork, .getSubnet:
            .readerAnywhere
        }
    }
}
