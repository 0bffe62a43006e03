package config

import "go.yaml.in/yaml/v4"

// Shop is one account among several.
type Shop struct {
	// Name is what people call it: at most 64 bytes without control characters.
	Name string
	// Backend is sandy or pospal; only its settings are of use.
	Backend Backend
	Sandy   SandySettings
	Pospal  PospalSettings
}

// Accounts are all accounts that can be chosen: the shops, or the one account
// without a name.
func (c Config) Accounts() []Shop {
	if len(c.Shops) > 0 {
		return c.Shops
	}
	return []Shop{{Backend: c.Backend, Sandy: c.Sandy, Pospal: c.Pospal}}
}

// For is the configuration with the account of a shop in use.
func (c Config) For(s Shop) Config {
	c.Shop, c.Backend, c.Sandy, c.Pospal = s.Name, s.Backend, s.Sandy, s.Pospal
	return c
}

// shops reads each shop as if it were a file with nothing but its account.
func (d *decoder) shops(e entry, into *[]Shop) {
	known := append([]field{backendField()}, sandyFields()...)
	known = append(known, pospalFields()...)
	d.pairs(e, func(name string, one entry) {
		part := decoder{
			host: d.host, path: d.path, dir: d.dir, open: d.open, within: one.key + ".", line: one.line,
			known: known, entries: map[string]entry{}, sections: map[string]int{},
		}
		switch {
		case isNull(one.node):
		case one.node.Kind != yaml.MappingNode:
			part.fail(KindType, entry{}, "must hold indented keys of its own")
		default:
			part.walk(one.node, "")
		}
		c := d.host.defaults()
		part.readAll(&c)
		_, given := part.entries["backend"]
		switch {
		case !given && len(part.problems) == 0:
			part.fail(KindMissing, entry{key: "backend"}, "must be given: backend: sandy, or backend: pospal")
		case given && c.Backend == BackendDemo && len(part.problems) == 0:
			part.fail(KindValue, part.near("backend"), "must be sandy or pospal; the demo is no shop")
		default:
			part.vendors(&c)
		}
		d.problems = append(d.problems, part.problems...)
		*into = append(*into, Shop{name, c.Backend, c.Sandy, c.Pospal})
	})
}

// start puts the shop to start with in use; it is false where there is none. An
// account beside the shops would be one that nobody can choose.
func (d *decoder) start(c *Config) bool {
	if len(c.Shops) == 0 {
		if e, given := d.entries["shop"]; given {
			d.fail(KindValue, e, "names one of the shops, but there are none")
		}
		return false
	}
	if e, given := d.entries["backend"]; given {
		d.fail(KindValue, e, "belongs to a single account; put it under one of the shops")
	}
	for _, vendor := range []string{"sandy", "pospal"} {
		if line := d.sections[vendor]; line > 0 {
			d.fail(KindValue, entry{key: vendor, line: line}, "belongs to a single account; put it under one of the shops")
		}
	}
	for _, s := range c.Shops {
		if s.Name == c.Shop || c.Shop == "" {
			*c = c.For(s)
			return true
		}
	}
	d.fail(KindValue, d.entries["shop"], quoted(c.Shop)+" is none of the shops")
	return true
}
