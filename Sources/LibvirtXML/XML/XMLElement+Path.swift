extension XMLElement {
    /// The element at the end of the path's steps: at each step the first child of that name.
    func descendant(_ steps: some Sequence<String>) -> XMLElement? {
        var current = self
        for step in steps {
            guard let next = current.child(named: step) else { return nil }
            current = next
        }
        return current
    }

    /// Changes the element at the end of the steps, made where it is missing.
    mutating func edit(_ steps: ArraySlice<String>, _ change: (inout XMLElement) -> Void) {
        guard let step = steps.first else { return change(&self) }
        var (child, index) = takeChild(named: step)
        child.edit(steps.dropFirst(), change)
        content[index] = .element(child)
    }

    /// Takes the first child of that name out, leaving its place free, so that changing it copies nothing.
    private mutating func takeChild(named name: String) -> (XMLElement, Int) {
        for index in content.indices {
            guard case .element(let child) = content[index], child.name == name else { continue }
            content[index] = .text("")
            return (child, index)
        }
        content.append(.text(""))
        return (XMLElement(name), content.count - 1)
    }

    /// The text or attribute a path names; nil when the element or the attribute is not there.
    func string(at path: XMLPath) -> String? {
        guard let element = descendant(path.steps) else { return nil }
        guard let attribute = path.attribute else { return element.text }
        return element[attribute: attribute]
    }

    mutating func set(_ string: String, at path: XMLPath) {
        edit(path.steps[...]) { element in
            if let attribute = path.attribute {
                element[attribute: attribute] = string
            } else {
                element.text = string
            }
        }
    }
}
