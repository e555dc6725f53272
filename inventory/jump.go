package inventory

import "slices"

// Chain is the whole way to a jump host, outermost first, itself last.
func (inv *Inventory) Chain(name string) []string {
	out := []string{name}
	for via := inv.Jumps[name].Via; via != "" && !slices.Contains(out, via); via = inv.Jumps[via].Via {
		out = append([]string{via}, out...)
	}
	return out
}
