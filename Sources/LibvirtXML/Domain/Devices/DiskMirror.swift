/// A block job that copies a running disk to another place; only in live documents, where it tells how far the job is.
package struct DiskMirror: XMLRepresentable {
    package var source = DiskSource.empty
    package var format: ImageFormat?
    /// `copy` or `active-commit`.
    package var job: String?
    /// `yes` once both sides are alike, `pivot` or `abort` while the job ends; nil while it still copies.
    package var ready: String?

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .diskSource(\.source), .value("@job", \.job), .value("@ready", \.ready), .value("format/@type", \.format),
    ]
}
