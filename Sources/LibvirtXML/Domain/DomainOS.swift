/// What the guest boots with, and from.
package struct DomainOS: XMLRepresentable {
    /// `hvm` for a full machine.
    package var type = "hvm"
    package var architecture: String?
    /// A live document names the version an alias stood for: `pc-q35-7.2` for `q35`.
    package var machine: String?
    /// Set: libvirt chooses loader and NVRAM by itself.
    package var firmware: Firmware?
    package var firmwareFeatures: [FirmwareFeature] = []
    package var loader: Loader?
    package var nvram: NVRAM?
    package var kernel: String?
    package var initialRAMDisk: String?
    package var commandLine: String?
    /// Tried in this order; not to be mixed with boot orders of devices.
    package var bootDevices: [BootDevice] = []
    package var hasBootMenu: Bool?
    /// In ms.
    package var bootMenuTimeout: Int?
    package var smbiosMode: SMBIOSMode?
    package var biosUsesSerial: Bool?
    /// In ms; -1 for no reboot when nothing boots.
    package var biosRebootTimeout: Int?

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .value("@firmware", \.firmware),
        .value("type/@arch", \.architecture), .value("type/@machine", \.machine), .always("type", \.type),
        .children("firmware/feature", \.firmwareFeatures),
        .child("loader", \.loader), .child("nvram", \.nvram),
        .value("kernel", \.kernel), .value("initrd", \.initialRAMDisk), .value("cmdline", \.commandLine),
        .values("boot/@dev", \.bootDevices),
        .yesNo("bootmenu/@enable", \.hasBootMenu), .value("bootmenu/@timeout", \.bootMenuTimeout),
        .value("smbios/@mode", \.smbiosMode),
        .yesNo("bios/@useserial", \.biosUsesSerial), .value("bios/@rebootTimeout", \.biosRebootTimeout),
    ]
}

extension DomainOS {
    package struct Firmware: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let efi: Self = "efi"
        package static let bios: Self = "bios"
    }

    package struct FirmwareFeature: XMLRepresentable {
        package var isEnabled: Bool?
        /// `secure-boot`, `enrolled-keys`.
        package var name = ""

        package init() {}
        package static let fields: [XMLField<Self>] = [.yesNo("@enabled", \.isEnabled), .always("@name", \.name)]
    }

    package struct Loader: XMLRepresentable {
        package var path: String?
        package var isReadOnly: Bool?
        /// `rom` or `pflash`.
        package var type: String?
        package var isSecure: Bool?
        package var isStateless: Bool?
        package var format: String?

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .yesNo("@readonly", \.isReadOnly), .yesNo("@secure", \.isSecure), .value("@type", \.type),
            .yesNo("@stateless", \.isStateless), .value("@format", \.format), .value(".", \.path),
        ]
    }

    package struct NVRAM: XMLRepresentable {
        /// The domain's own variables; nil lets libvirt make a file.
        package var path: String?
        package var template: String?
        package var format: String?

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .value("@template", \.template), .value("@format", \.format), .value(".", \.path),
        ]
    }

    package struct BootDevice: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let hardDisk: Self = "hd"
        package static let cdrom: Self = "cdrom"
        package static let network: Self = "network"
        package static let floppy: Self = "fd"
    }

    package struct SMBIOSMode: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let systemInformation: Self = "sysinfo"
        package static let host: Self = "host"
        package static let emulate: Self = "emulate"
    }
}
