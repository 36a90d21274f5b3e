/// What a client says of an image that is to be made.
package struct NewImage: Sendable, Hashable {
    /// A new one when nil.
    package var id: ImageID?
    package var owner: ProjectID
    package var attributes: ImageAttributes

    package init(id: ImageID? = nil, owner: ProjectID, attributes: ImageAttributes = ImageAttributes()) {
        self.id = id
        self.owner = owner
        self.attributes = attributes
    }
}
