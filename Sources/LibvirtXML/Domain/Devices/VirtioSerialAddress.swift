/// A place on a virtio serial controller.
package struct VirtioSerialAddress: XMLRepresentable {
    package var controller = 0
    package var bus = 0
    package var port = 0

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .always("@controller", \.controller), .always("@bus", \.bus), .always("@port", \.port),
    ]
}
