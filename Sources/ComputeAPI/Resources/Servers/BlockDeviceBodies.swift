import APISchema
import Compute
import WireJSON

/// An item of `block_device_mapping_v2`.
struct BlockDeviceBody: WireBody {
    var source: String?
    var destination: String?
    var id: String?
    var bootIndex: Int?
    var noDevice = JSONValue.null

    static let schema = Schema<Self>([
        .optional("source_type", \.source, .choice("volume", "image", "snapshot", "blank")),
        .optional("destination_type", \.destination, .choice("local", "volume")),
        .optional("uuid", \.id, .text(1...255, .characters(also: "._-"))),
        .ignored("image_id", Field<String>.uuid),
        .ignored("volume_id", Field<String>.uuid),
        .ignored("snapshot_id", Field<String>.uuid),
        .optional("boot_index", \.bootIndex, .nullable(.integer(Int.min...Int.max))),
        .optional("no_device", \.noDevice, .any),
        .ignored("virtual_name", Field<String>.text(0...255)),
        .ignored("volume_size", Field<Int>.volumeSize),
        .ignored("device_name", .deviceName),
        .ignored("delete_on_termination", Field<Bool>.boolean),
        .ignored("connection_info", Field<String>.text(0...16_777_215).secret),
        .ignored("guest_format", Field<String>.text(0...255)),
        .ignored("device_type", Field<String>.text(0...255)),
        .ignored("disk_bus", Field<String>.text(0...255)),
        .ignored("tag", Field<String>.tag, .only(.deviceTags)),
        .absent("tag", .between(.hypervisorPaging, .deviceTagsAgain)),
        .ignored("tag", Field<String>.tag, .since(.deviceTagsAgain)),
        .ignored("volume_type", Field<String?>.nullable(.text(0...255)), .since(.volumeType)),
    ])

    /// Nil for an item that says "no device".
    func request() throws(ComputeError) -> BlockDeviceRequest? {
        if noDevice.isTrue { return nil }
        guard let source = source.flatMap(BlockDeviceRequest.Source.init) else {
            throw .blockDevices("Invalid source_type field.")
        }
        let destination = destination.flatMap(BlockDeviceRequest.Destination.init)
        if source == .blank {
            guard id == nil else { throw .blockDevices("Invalid device UUID.") }
        } else if id == nil {
            throw .blockDevices("Missing device UUID.")
        }
        if source == .image, destination != .volume, bootIndex != 0 {
            throw .blockDevices("Mapping image to local is not supported.")
        }
        return BlockDeviceRequest(
            source: source, destination: destination ?? (source == .image ? .local : nil), id: id, bootIndex: bootIndex)
    }
}

/// An item of the old `block_device_mapping`.
struct OldBlockDeviceBody: WireBody {
    var virtualName: String?
    var volume: String?
    var snapshot: String?
    var noDevice = JSONValue.null

    static let schema = Schema<Self>([
        .optional("virtual_name", \.virtualName, .text(0...255)),
        .optional("volume_id", \.volume, .uuid),
        .optional("snapshot_id", \.snapshot, .uuid),
        .optional("no_device", \.noDevice, .any),
        .ignored("volume_size", Field<Int>.volumeSize),
        .ignored("device_name", .deviceName),
        .ignored("delete_on_termination", Field<Bool>.boolean),
        .ignored("connection_info", Field<String>.text(0...16_777_215).secret),
    ])

    /// Nil for an item that says "no device".
    func request() throws(ComputeError) -> BlockDeviceRequest? {
        if noDevice.isTrue { return nil }
        if let volume { return BlockDeviceRequest(source: .volume, destination: .volume, id: volume, bootIndex: nil) }
        if let snapshot {
            return BlockDeviceRequest(source: .snapshot, destination: .volume, id: snapshot, bootIndex: nil)
        }
        if let virtualName, virtualName == "swap" || virtualName.hasPrefix("ephemeral") {
            return BlockDeviceRequest(source: .blank, destination: .local, id: nil, bootIndex: nil)
        }
        throw .blockDevices("Unrecognized legacy format.")
    }
}

extension ComputeError {
    static func blockDevices(_ reason: String) -> ComputeError {
        .invalid("Block Device Mapping is Invalid: \(reason)")
    }
}

extension JSONValue {
    /// As a scripting language sees it: anything but null, false, 0 and what is empty.
    fileprivate var isTrue: Bool {
        switch self {
        case .null: false
        case .bool(let bool): bool
        case .int(let int): int != 0
        case .largeInteger: true
        case .double(let double): double != 0
        case .string(let text): !text.isEmpty
        case .array(let items): !items.isEmpty
        case .object(let object): !object.isEmpty
        }
    }
}

extension Field where Value == String {
    fileprivate static var deviceName: Field<String> { text(1...255, .characters(also: "._/-")) }
}
