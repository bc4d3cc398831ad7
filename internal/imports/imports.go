// Package imports x.
package imports
