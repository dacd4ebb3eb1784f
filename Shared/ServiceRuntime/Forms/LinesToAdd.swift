/// How many lines a form can grow by. They are there from the start, each folded away behind `{{> add-line}}`: the form works
/// without script.
public let linesToAdd = 9
