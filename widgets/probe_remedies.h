#pragma once

#include "model/geometry/segments.h"
#include "model/scene/scene.h"

#include <QString>

#include <memory>
#include <optional>

namespace phiscope {

class Document;
class FieldEditor;

/// Why a probe measures nothing with its tissue, sources and places as they are, and what would mend it.
struct ProbeRefusal {
    QString sentence; ///< empty: it measures
    bool pointSourcesMend = false;
    bool fittingMends = false;

    bool operator==(const ProbeRefusal&) const = default;
};

/// Without a cell nothing is refused.
ProbeRefusal probeRefusal(const Probe& probe, const PlacedCell* cell);
ProbeRefusal probeRefusal(const Document& document, const QString& probeId);

/// Edits of one probe, each a step of undo.
void takePointSources(Document& document, const QString& probeId);
void fitIntoSlice(Document& document, const QString& probeId);

/// After another tissue was chosen: point sources where the tissue has no equation for those of before, for
/// the comparison too. True where something was changed.
bool adaptSources(Probe& probe);
bool adaptSources(FieldSlice& slice);
/// A sentence about that for the notice bar.
QString adaptedSourcesText();

/// Greys, in the editor of a probe's or slice's "source" or "comparison/source", what cannot be chosen with
/// the tissue; other editors are left alone.
void showRefusedSources(FieldEditor& editor, const Probe& probe);
void showRefusedSources(FieldEditor& editor, const FieldSlice& slice);

} // namespace phiscope
