package widget

import "guitai/ui"

// moneyLabel is the width of the labels of a money form's fields.
const moneyLabel = 12

// MoneyLine draws a money form's field with its label; empty is what it says
// while nothing is in it and the caret is elsewhere.
func MoneyLine(env *ui.Env, label string, f *MoneyField, focused bool, empty string) string {
	head := mark(focused) + Cell(label, moneyLabel, Start)
	if focused {
		head = env.Theme.Accent.Render(head)
	}
	if f.IsEmpty() && !focused {
		return head + "  " + env.Theme.Dim.Render(empty)
	}
	return head + "  " + f.View(env, amountDigits+6, focused)
}

// MoneyProblem is the line below a field: what is wrong with it, or else what
// is good to know.
func MoneyProblem(env *ui.Env, f *MoneyField, problem, know string) string {
	if problem == "" {
		problem = f.Problem(env)
	}
	gap := Spaces(markWidth + moneyLabel + 2)
	if problem != "" {
		return gap + env.Theme.Bad.Render("✗ "+problem)
	}
	return gap + env.Theme.Dim.Render(know)
}

// FailureLines say why there is no preview, or that it is being fetched; one
// empty line if neither.
func FailureLines(env *ui.Env, s *Step, width int) []string {
	if text := s.WaitLine(); text != "" {
		return []string{text, ""}
	}
	if s.Failure() == nil {
		return []string{""}
	}
	lines := Wrap("✗ "+ui.Sentence(env.Text, s.Failure()), width, 3)
	for i := range lines {
		lines[i] = env.Theme.Bad.Render(lines[i])
	}
	return append(lines, "")
}

// Body indents lines and makes them a block of height lines.
func Body(lines []string, height int) string { return Fit(indent(lines), height) }
