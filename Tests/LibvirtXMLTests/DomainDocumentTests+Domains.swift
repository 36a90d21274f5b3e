import LibvirtXML

extension DomainDocumentTests {
    static let server = DomainDocument {
        $0.name = "instance-00000001"
        $0.uuid = "11111111-2222-4333-8444-555555555555"
        $0.metadata.instance = InstanceMetadata {
            $0.packageVersion = "1.0"
            $0.name = "it's <mine> & \"yours\""
            $0.creationTime = "2026-01-01 00:00:00"
            $0.flavor = .init {
                $0.name = "m1.tiny"
                $0.memoryMiB = 512
                $0.vcpus = 2
                $0.extraSpecs = [.init("hw:cpu_policy", "shared")]
            }
            $0.owner = .init {
                $0.userID = "u1"
                $0.userName = "admin"
                $0.projectID = "p1"
                $0.projectName = "demo"
            }
            $0.root = .init { $0.uuid = "i1" }
        }
        $0.memoryKiB = 524_288
        $0.currentMemoryKiB = 524_288
        $0.vcpu = DomainVCPU(count: 2, cpuSet: "0-1")
        $0.cpuTune.shares = 1024
        $0.systemInformation = DomainSystemInformation { $0.system = [.init("manufacturer", "aerie")] }
        $0.os = DomainOS {
            $0.architecture = "x86_64"
            $0.machine = "q35"
            $0.bootDevices = [.hardDisk, .network]
            $0.smbiosMode = .systemInformation
        }
        $0.features = DomainFeatures {
            $0.hasACPI = true
            $0.hasAPIC = true
            $0.hasVMCoreInfo = true
        }
        $0.cpu = DomainCPU {
            $0.mode = .custom
            $0.match = .exact
            $0.model = "kvm64"
            $0.modelFallback = .forbid
            $0.topology = .init(sockets: 2, cores: 1, threads: 1)
        }
        $0.clock = DomainClock {
            $0.timers = [
                .init {
                    $0.name = "pit"; $0.tickPolicy = "delay"
                },
                .init {
                    $0.name = "hpet"; $0.isPresent = false
                },
            ]
        }
        $0.devices = devices
    }

    private static let devices = DomainDevices {
        $0.disks = [
            DomainDisk {
                $0.source = .file("/var/lib/aerie/disk")
                $0.driver = DiskDriver {
                    $0.name = "qemu"
                    $0.format = .qcow2
                    $0.cache = DiskDriver.Cache.none
                }
                $0.target = "vda"
                $0.bus = .virtio
                $0.ioTune.readRequests = 500
            }
        ]
        $0.controllers = [DomainController(.usb, model: "none")]
        $0.interfaces = [
            DomainInterface {
                $0.source = .bridge("br0")
                $0.macAddress = "52:54:00:12:34:56"
                $0.model = "virtio"
                $0.queues = 2
                $0.target = "tap0123456789a"
                $0.filter = NWFilterReference("clean-traffic", parameters: [.init("IP", "10.0.0.3")])
                $0.bandwidth.inbound = .init { $0.average = 1000 }
                $0.mtu = 1450
            }
        ]
        $0.serials = [DomainCharacterDevice { $0.log = .init(file: "/var/lib/aerie/console.log", appends: false) }]
        $0.channels = [
            DomainCharacterDevice {
                $0.source = .unix(path: nil, mode: nil)
                $0.targetType = "virtio"
                $0.targetName = DomainCharacterDevice.guestAgent
            }
        ]
        $0.graphics = [DomainGraphics(.vnc, listen: "127.0.0.1", hasAutomaticPort: true)]
        $0.videos = [DomainVideo(.virtio)]
        $0.memoryBalloon = DomainMemoryBalloon(model: "virtio", statisticsPeriod: 10)
        $0.randomSources = [DomainRandomSource { $0.backendDevice = "/dev/urandom" }]
    }

    /// Holds what servers get only when image, flavor or port ask for it.
    static let rich = DomainDocument {
        $0.name = "rich"
        $0.memoryKiB = 1_048_576
        $0.memoryBacking = DomainMemoryBacking {
            $0.hugePages = .init {
                $0.pages = [
                    .init {
                        $0.sizeKiB = 2048; $0.nodeSet = "0"
                    }
                ]
            }
            $0.isLocked = true
            $0.source = .memfd
            $0.access = .shared
        }
        $0.cpuTune.vcpuSchedulers = [
            .init {
                $0.vcpus = "1"; $0.priority = 1
            }
        ]
        $0.numaTune = DomainNUMATune {
            $0.mode = .strict
            $0.nodeSet = "0"
            $0.cells = [.init { $0.nodeSet = "0" }]
        }
        $0.os = DomainOS {
            $0.firmware = .efi
            $0.firmwareFeatures = [
                .init {
                    $0.isEnabled = true; $0.name = "secure-boot"
                }
            ]
            $0.loader = .init { $0.isSecure = true }
            $0.nvram = .init {
                $0.path = "/nvram"; $0.template = "/vars"
            }
        }
        $0.features.hyperV = .init {
            $0.mode = "custom"; $0.relaxed = true; $0.directSyntheticTimers = true
        }
        $0.features.tcgCacheKiB = 131_072
        $0.cpu = DomainCPU {
            $0.mode = .hostPassthrough
            $0.maximumPhysicalAddress = .init { $0.bits = 42 }
            $0.numaCells = [
                .init {
                    $0.id = 0; $0.cpus = "0"; $0.memoryKiB = 1_048_576
                }
            ]
        }
        $0.devices.tpms = [
            DomainTPM {
                $0.model = "tpm-crb"; $0.version = "2.0"; $0.encryptionSecret = "s"
            }
        ]
        $0.devices.watchdogs = [DomainWatchdog(model: "i6300esb", action: .reset)]
        $0.devices.sounds = [DomainSound(model: "ich9")]
        $0.devices.iommu = DomainIOMMU { $0.remapsInterrupts = true }
        $0.devices.fileSystems = [
            DomainFileSystem {
                $0.driver = "virtiofs"; $0.directory = "/d"; $0.target = "tag"
            }
        ]
        $0.devices.hostDevices = [
            DomainHostDevice {
                $0.source = .pci(PCIAddress(bus: 6, slot: 0)); $0.isManaged = true
            },
            DomainHostDevice {
                $0.source = .mediated(uuid: "m"); $0.model = "vfio-pci"
            },
        ]
        $0.devices.vsock = DomainVsock { $0.cid = 3 }
        $0.devices.redirectedDevices = [DomainRedirectedDevice()]
    }
}
