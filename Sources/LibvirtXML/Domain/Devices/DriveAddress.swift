/// A place on a disk controller.
package struct DriveAddress: XMLRepresentable {
    package var controller = 0
    package var bus = 0
    package var target = 0
    package var unit = 0

    package init() {}
    package init(controller: Int = 0, bus: Int = 0, target: Int = 0, unit: Int) {
        self.controller = controller
        self.bus = bus
        self.target = target
        self.unit = unit
    }

    package static let fields: [XMLField<Self>] = [
        .always("@controller", \.controller), .always("@bus", \.bus), .always("@target", \.target),
        .always("@unit", \.unit),
    ]
}
