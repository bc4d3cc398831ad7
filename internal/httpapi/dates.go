package httpapi

import (
	"reflect"
	"strings"

	"cairn/internal/opt"
	"cairn/internal/worktime"

	"github.com/danielgtaylor/huma/v2"
)

// sayDates says of every field that holds a date, a time of the day or weekdays
// that it does, so that one that is none is refused where it stands (A3). huma
// knows such a type only as text, and the package of dates knows nothing of
// huma.
func sayDates(registry huma.Registry) {
	say := map[reflect.Type]func(*huma.Schema){}
	for _, date := range kinds[worktime.Date]() {
		say[date] = sayDate
	}
	for _, time := range kinds[worktime.TimeOfDay]() {
		say[time] = sayTime
	}
	say[reflect.TypeFor[[]worktime.Weekday]()] = sayWeekdays
	for name, schema := range registry.Map() {
		described := registry.TypeFromRef("#/components/schemas/" + name)
		if described == nil || described.Kind() != reflect.Struct {
			continue
		}
		for _, field := range reflect.VisibleFields(described) {
			property, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if of, how := schema.Properties[property], say[field.Type]; of != nil && how != nil {
				how(of)
			}
		}
	}
}

// kinds are the types of a field that holds a T.
func kinds[T any]() []reflect.Type {
	return []reflect.Type{reflect.TypeFor[T](), reflect.TypeFor[*T](), reflect.TypeFor[opt.Of[T]](), reflect.TypeFor[opt.Of[*T]]()}
}

func sayDate(of *huma.Schema) { of.Format = "date" }

func sayTime(of *huma.Schema) {
	of.Pattern, of.PatternDescription = `^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$`, "a time as HH:MM with 24 hours, such as 09:00 or 17:30"
	of.PrecomputeMessages()
}

func sayWeekdays(of *huma.Schema) {
	of.Items.Enum = []any{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	of.Items.PrecomputeMessages()
}
