// The door to libxml2: its headers, and what Swift cannot say to it. Only the room XML opens it.
#ifndef LUOVA_CLIBXML2_SHIM_H
#define LUOVA_CLIBXML2_SHIM_H

#include <libxml/xmlversion.h>
// libxml2's headers would pull in ICU's otherwise, and a module that holds a second copy of them
// cannot be imported beside Foundation ("UErrorCode has different definitions").
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlIO.h>
#include <libxml/uri.h>
#include <libxml/xmlregexp.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>

/// `xmlFree` is a mutable global function pointer, which Swift 6 does not let through.
static inline void luova_xml_free(void *pointer) { xmlFree(pointer); }

/// A parser context's own error function: a field of its handler table, unreachable through the
/// deprecated global setters that Swift would otherwise have to use.
static inline void luova_xml_set_error(xmlParserCtxtPtr context, xmlStructuredErrorFunc function) {
    context->sax->serror = function;
}

#endif
