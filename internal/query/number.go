package query

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// figure is a number as typed. Devices call 524288 entries "512k" as well as
// 512000, so an equality accepts either reading of k and M (low and high);
// comparisons with < and > take the thousand.
type figure struct {
	low, high float64
	percent   bool
	unknown   bool   // the word unknown
	key       string // asked for: with % where it is one
	orEqual   bool
}

func parseNumbers(k Key, op string, rest []rune, column int) (func(Row) truth, *Error) {
	if op == ":" {
		op = "="
	}
	var figures []figure
	for _, v := range values(rest, column) {
		f, bad := parseFigure(k, v)
		if bad != nil {
			return nil, bad
		}
		if op != "=" && f.unknown {
			return nil, &Error{Column: v.column, Msg: "unknown cannot be compared", Hint: "write " + k.Name + ":unknown"}
		}
		if f.key, f.orEqual = k.Name, strings.Contains(op, "="); f.percent {
			f.key += "%"
		}
		figures = append(figures, f)
	}
	if op != "=" && len(figures) > 1 {
		return nil, &Error{Column: figureColumn(rest, column), Msg: fmt.Sprintf("%s%s takes one number", k.Name, op)}
	}
	return func(row Row) truth { return compareAny(row, op, figures) }, nil
}

// figureColumn is where the second value starts.
func figureColumn(rest []rune, column int) int { return values(rest, column)[1].column }

func compareAny(row Row, op string, figures []figure) truth {
	best := no
	for i := range figures {
		best = max(best, figures[i].compare(row, op))
	}
	return best
}

func (f *figure) compare(row Row, op string) truth {
	if f.unknown {
		_, known := row.Number(f.key)
		_, percent := row.Number(f.key + "%")
		return truthOf(!known && !percent)
	}
	v, known := row.Number(f.key)
	if !known || math.IsNaN(v) {
		return unknown
	}
	equal := f.orEqual && (v == f.low || v == f.high)
	return truthOf(equal || holds(op, v, f.low))
}

func holds(op string, v, want float64) bool {
	switch op {
	case "<":
		return v < want
	case "<=":
		return v <= want
	case ">":
		return v > want
	case ">=":
		return v >= want
	default:
		return v == want
	}
}

func parseFigure(k Key, v value) (figure, *Error) {
	if strings.EqualFold(v.text, "unknown") {
		return figure{unknown: true}, nil
	}
	digits := strings.TrimRight(v.text, "%abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	n, err := strconv.ParseFloat(strings.ReplaceAll(digits, "_", ""), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return figure{}, &Error{Column: v.column, Msg: fmt.Sprintf("%s is compared with a number, and %q is none", k.Name, v.text), Hint: exampleOf(k)}
	}
	unit := v.text[len(digits):]
	f, ok := scale(k.Kind, n, unit)
	if !ok {
		return f, &Error{Column: v.column + len([]rune(digits)), Msg: fmt.Sprintf("%q is no unit of %s", unit, k.Name), Hint: units(k.Kind)}
	}
	return f, nil
}

func scale(kind Kind, n float64, unit string) (figure, bool) {
	if kind == Days {
		days, ok := map[string]float64{"": 1, "d": 1, "h": 1. / 24, "w": 7, "y": 365}[strings.ToLower(unit)]
		return figure{low: n * days, high: n * days}, ok
	}
	switch unit {
	case "":
		return figure{low: n, high: n}, true
	case "%":
		return figure{low: n, high: n, percent: true}, true
	case "k", "K":
		return figure{low: n * 1000, high: n * 1024}, true
	case "m", "M":
		return figure{low: n * 1000 * 1000, high: n * 1024 * 1024}, true
	case "Ki", "ki":
		return figure{low: n * 1024, high: n * 1024}, true
	case "Mi", "mi":
		return figure{low: n * 1024 * 1024, high: n * 1024 * 1024}, true
	}
	return figure{}, false
}

func units(kind Kind) string {
	if kind == Days {
		return "units: h d w y"
	}
	return "units: % k M Ki Mi"
}
