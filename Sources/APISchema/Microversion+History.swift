/// The history of the API: every microversion by what it brought, oldest first.
extension Microversion {
    /// The base: what legacy v2 did, with strict checks of bodies.
    package static let v2_1 = Microversion(minor: 1)
    /// The newest version served.
    package static let latest = v2_104

    /// Keypairs have a type (`ssh`, `x509`); creating answers 201, deleting 204.
    package static let keypairTypes = v2_2
    /// Servers show reservation id, launch index, kernel, ramdisk, hostname, root device and user data to
    /// administrators; attached volumes show `delete_on_termination`.
    package static let extendedServerAttributes = v2_3
    /// Fixed IPs show `reserved`.
    package static let fixedIPReserved = v2_4
    /// Everyone may filter servers by `ip6`.
    package static let ip6Filter = v2_5
    /// `remote-consoles` replaces the console actions.
    package static let remoteConsoles = v2_6
    /// Access can no longer be given to a public flavor.
    package static let privateFlavorAccess = v2_7
    /// Remote consoles know `mks` and `webmks`.
    package static let mksConsoles = v2_8
    /// Servers show `locked`.
    package static let serverLocked = v2_9
    /// Keypair operations take `user_id`.
    package static let keypairUsers = v2_10
    /// Services show and take `forced_down`.
    package static let forcedDown = v2_11
    /// Virtual interfaces show `net_id`.
    package static let virtualInterfaceNetwork = v2_12
    /// Server groups show `project_id` and `user_id`.
    package static let serverGroupOwner = v2_13
    /// Evacuating no longer takes `onSharedStorage` nor answers `adminPass`.
    package static let evacuateSharedStorage = v2_14
    /// Server groups know the soft policies.
    package static let softAffinity = v2_15
    /// Servers show `host_status`.
    package static let hostStatus = v2_16
    /// The action `trigger_crash_dump`.
    package static let triggerCrashDump = v2_17
    /// The project may be left out of URLs.
    package static let optionalProjectInURL = v2_18
    /// Servers have a description.
    package static let serverDescription = v2_19
    /// Volumes can be attached to and detached from shelved servers.
    package static let shelvedVolumeAttachments = v2_20
    /// Instance actions of deleted servers can be read.
    package static let deletedServerActions = v2_21
    /// A live migration can be forced to complete.
    package static let forceComplete = v2_22
    /// Running live migrations of a server can be read; migrations show their type.
    package static let serverMigrations = v2_23
    /// A running live migration can be aborted.
    package static let abortLiveMigration = v2_24
    /// `os-migrateLive` takes `auto` and loses `disk_over_commit`.
    package static let blockMigrationAuto = v2_25
    /// Servers have tags.
    package static let serverTags = v2_26
    /// The header `OpenStack-API-Version`.
    package static let commonVersionHeader = v2_27
    /// Hypervisors show `cpu_info` as an object.
    package static let cpuInfoObject = v2_28
    /// `evacuate` takes `force`.
    package static let evacuateForce = v2_29
    /// `os-migrateLive` takes `force`.
    package static let liveMigrateForce = v2_30
    /// Console tokens of every type can be looked up.
    package static let consoleTokensForAll = v2_31
    /// Networks and block devices take tags on create.
    package static let deviceTags = v2_32
    /// Hypervisor lists have pages; block device tags are not accepted until 2.42.
    package static let hypervisorPaging = v2_33
    /// `os-migrateLive` answers before its checks.
    package static let asyncLiveMigrationChecks = v2_34
    /// Keypair lists have pages.
    package static let keypairPaging = v2_35
    /// The image, network and volume proxies are gone, and the network quotas.
    package static let proxiesRemoved = v2_36
    /// `networks` is required on create and may be `auto` or `none`; network tags are not accepted until 2.42.
    package static let explicitNetworks = v2_37
    /// An unknown `status` filter is refused.
    package static let statusFilterChecked = v2_38
    /// The image metadata proxy is gone, and its quota.
    package static let imageMetadataRemoved = v2_39
    /// Usage reports have pages.
    package static let usagePaging = v2_40
    /// Aggregates show `uuid`.
    package static let aggregateUUID = v2_41
    /// Device tags on create are accepted again.
    package static let deviceTagsAgain = v2_42
    /// `os-hosts` is gone.
    package static let hostsRemoved = v2_43
    /// The actions for fixed and floating IPs are gone.
    package static let networkActionsRemoved = v2_44
    /// `createImage` and `createBackup` answer the image id in the body.
    package static let imageIDInBody = v2_45
    /// The header `X-OpenStack-Request-ID`.
    package static let requestIDHeader = v2_46
    /// Servers show their flavor's values instead of a link.
    package static let embeddedFlavor = v2_47
    /// Diagnostics have one shape for all drivers.
    package static let commonDiagnostics = v2_48
    /// Interfaces and volumes take a tag when they are attached.
    package static let attachTags = v2_49
    /// Quota classes show server groups and lose the network keys.
    package static let quotaClassKeys = v2_50
    /// The event `volume-extended`; instance action events are always shown.
    package static let volumeExtendedEvent = v2_51
    /// Servers take tags on create.
    package static let tagsAtCreate = v2_52
    /// Services and hypervisors have uuids for ids.
    package static let serviceUUID = v2_53
    /// Rebuilding takes `key_name`.
    package static let rebuildKey = v2_54
    /// Flavors have a description that can be changed.
    package static let flavorDescription = v2_55
    /// `migrate` takes a host.
    package static let coldMigrationTarget = v2_56
    /// Injected files are gone; rebuilding takes `user_data`.
    package static let personalityRemoved = v2_57
    /// Instance actions have pages and show `updated_at`.
    package static let instanceActionPaging = v2_58
    /// Migration lists have pages; migrations show `uuid`.
    package static let migrationPaging = v2_59
    /// Volumes can be attached to several servers.
    package static let multiattach = v2_60
    /// Flavors show their extra specs.
    package static let flavorExtraSpecs = v2_61
    /// Instance action events show the host.
    package static let actionEventHost = v2_62
    /// Servers take trusted image certificates.
    package static let trustedCertificates = v2_63
    /// Server groups have one policy with rules.
    package static let serverGroupRules = v2_64
    /// Queued and preparing live migrations can be aborted.
    package static let abortQueuedMigration = v2_65
    /// Lists take `changes-before`.
    package static let changesBefore = v2_66
    /// Block devices take a volume type.
    package static let volumeType = v2_67
    /// `evacuate` and `os-migrateLive` lose `force`.
    package static let forceRemoved = v2_68
    /// Servers of unreachable databases are shown in part.
    package static let partialRecords = v2_69
    /// Attached interfaces and volumes show their tag.
    package static let attachedTagsShown = v2_70
    /// Servers show their server group.
    package static let serverGroupsShown = v2_71
    /// Ports with resource requests are accepted on create.
    package static let portResourceRequests = v2_72
    /// Locking takes a reason; servers can be filtered by `locked`.
    package static let lockReason = v2_73
    /// Servers take `host` and `hypervisor_hostname` on create.
    package static let requestedDestination = v2_74
    /// Many lists refuse unknown query keys; update and rebuild show whole servers; `swap` is a number.
    package static let strictQueries = v2_75
    /// The event `power-update`.
    package static let powerUpdateEvent = v2_76
    /// `unshelve` takes an availability zone.
    package static let unshelveZone = v2_77
    /// Servers show their NUMA topology.
    package static let serverTopology = v2_78
    /// Attaching a volume takes `delete_on_termination`.
    package static let attachDeleteOnTermination = v2_79
    /// Migrations show and can be filtered by user and project.
    package static let migrationOwner = v2_80
    /// Aggregates can cache images.
    package static let imageCaching = v2_81
    /// The event `accelerator-request-bound`.
    package static let acceleratorEvent = v2_82
    /// Everyone may filter servers by more keys.
    package static let moreUserFilters = v2_83
    /// Instance action events show details.
    package static let actionEventDetails = v2_84
    /// An attachment's `delete_on_termination` can be changed.
    package static let attachmentUpdate = v2_85
    /// Extra specs of known namespaces are checked.
    package static let extraSpecValidation = v2_86
    /// Servers that boot from volume can be rescued.
    package static let volumeBackedRescue = v2_87
    /// Hypervisors show `uptime` and lose their statistics.
    package static let hypervisorStatisticsRemoved = v2_88
    /// Attachments show `attachment_id` and `bdm_uuid` instead of `id`.
    package static let attachmentIDs = v2_89
    /// Servers take a hostname, and show it to everyone.
    package static let serverHostname = v2_90
    /// `unshelve` takes a host and unpins zones.
    package static let unshelveHost = v2_91
    /// Keypairs are no longer generated; their names may hold `@` and `.`.
    package static let keypairImportOnly = v2_92
    /// Servers that boot from volume can be rebuilt.
    package static let volumeBackedRebuild = v2_93
    /// Hostnames may be fully qualified.
    package static let fqdnHostname = v2_94
    /// Evacuated servers stay stopped.
    package static let evacuateStopped = v2_95
    /// Servers show the zone they are pinned to.
    package static let pinnedZone = v2_96
    /// Shares can be attached to servers.
    package static let serverShares = v2_97
    /// Servers show their image's properties.
    package static let imageProperties = v2_98
    /// The console type `spice-direct`.
    package static let spiceDirect = v2_99
    /// Servers show their scheduler hints.
    package static let schedulerHintsShown = v2_100
    /// Attaching a volume answers 202 without a body.
    package static let asyncVolumeAttach = v2_101
    /// The remaining operations refuse unknown query keys; flavors lose `rxtx_factor` and can be filtered by
    /// name.
    package static let strictQueriesEverywhere = v2_102
    /// `os-volumes_boot` is gone.
    package static let volumesBootRemoved = v2_103
    /// A server's pinned zone can be changed.
    package static let pinnedZoneUpdate = v2_104
}
