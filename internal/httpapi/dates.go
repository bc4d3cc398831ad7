package httpapi

import (
	"reflect"
	"slices"
	"strings"

	"cairn/internal/opt"
	"cairn/internal/worktime"

	"github.com/danielgtaylor/huma/v2"
)

// sayDates says of every field that holds a date that it does, so that one that
// is none is refused where it stands (A3). huma knows such a type only as text,
// and the package of dates knows nothing of huma.
func sayDates(registry huma.Registry) {
	dates := []reflect.Type{
		reflect.TypeFor[worktime.Date](), reflect.TypeFor[*worktime.Date](),
		reflect.TypeFor[opt.Of[worktime.Date]](), reflect.TypeFor[opt.Of[*worktime.Date]](),
	}
	for name, schema := range registry.Map() {
		described := registry.TypeFromRef("#/components/schemas/" + name)
		if described == nil || described.Kind() != reflect.Struct {
			continue
		}
		for _, field := range reflect.VisibleFields(described) {
			property, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if of := schema.Properties[property]; of != nil && slices.Contains(dates, field.Type) {
				of.Format = "date"
			}
		}
	}
}
