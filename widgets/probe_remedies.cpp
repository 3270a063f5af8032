#include "widgets/probe_remedies.h"

#include "model/forward/fit_into_slice.h"
#include "model/forward/make_forward_model.h"
#include "model/simulation/cell_source.h"
#include "widgets/document.h"
#include "widgets/field_editor.h"

#include <QCoreApplication>
#include <QStringList>

#include <array>
#include <utility>

namespace phiscope {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ProbeRemedies", text);
}

bool adaptSource(const Medium& medium, CurrentSource& source) {
    if (tissueTakes(medium.kind, source)) {
        return false;
    }
    source = CurrentSource::point;
    return true;
}

QStringList refusedSources(Medium::Kind tissue) {
    static const std::array<std::pair<CurrentSource, const char*>, 4> keys{
        {{CurrentSource::line, "line"},
         {CurrentSource::point, "point"},
         {CurrentSource::rootAsPoint, "root_as_point"},
         {CurrentSource::dipole, "dipole"}}};
    QStringList refused;
    for (const auto& [source, key] : keys) {
        if (!tissueTakes(tissue, source)) {
            refused << QString::fromLatin1(key);
        }
    }
    return refused;
}

void greySources(FieldEditor& editor, const Medium& medium, const Medium& comparison) {
    const std::string& key = editor.info().key;
    if (key == "source" || key == "comparison/source") {
        editor.setRefused(refusedSources((key == "source" ? medium : comparison).kind),
                          tr("This tissue has no equation for such sources."));
    }
}

} // namespace

ProbeRefusal probeRefusal(const Probe& probe, const PlacedCell* cell) {
    // Even tissue takes every source and cell.
    if (cell == nullptr || cell->segments.size() == 0 || probe.medium.kind == Medium::Kind::infinite) {
        return {};
    }
    const Result<void> checked = checkProbe(probe, *cell);
    if (checked) {
        return {};
    }
    ProbeRefusal refusal;
    refusal.sentence = QString::fromStdString(checked.error().message());
    Probe mended = probe;
    mended.source = CurrentSource::point;
    refusal.pointSourcesMend = probe.source != mended.source && checkProbe(mended, *cell).has_value();
    if (const auto squeeze = fittingSqueeze(probe.medium, cell->segments)) {
        mended = probe;
        mended.medium.squeeze = *squeeze;
        refusal.fittingMends = checkProbe(mended, *cell).has_value();
    }
    return refusal;
}

ProbeRefusal probeRefusal(const Document& document, const QString& probeId) {
    const Probe* probe = document.probe(probeId);
    const auto cell = document.cell();
    return probe != nullptr && cell ? probeRefusal(*probe, &cell->placed) : ProbeRefusal{};
}

void takePointSources(Document& document, const QString& probeId) {
    const Probe* probe = document.probe(probeId);
    if (probe == nullptr || probe->source == CurrentSource::point) {
        return;
    }
    Probe changed = *probe;
    changed.source = CurrentSource::point;
    document.endGesture();
    document.setProbe(std::move(changed), tr("Take point sources for %1").arg(document.itemName(probeId)));
}

void fitIntoSlice(Document& document, const QString& probeId) {
    const Probe* probe = document.probe(probeId);
    const auto cell = document.cell();
    if (probe == nullptr || !cell) {
        return;
    }
    const auto squeeze = fittingSqueeze(probe->medium, cell->placed.segments);
    if (!squeeze) {
        const Medium& slice = probe->medium;
        const Result<double> least = smallestSqueeze(cell->placed.segments, slice.sliceBottomUm,
                                                     slice.sliceBottomUm + slice.sliceThicknessUm);
        Q_EMIT document.message(
            {Message::Level::warning,
             least ? tr("The cell would have to be pressed to less than a thousandth of its "
                        "height. Make the slice thicker, or move the cell.")
                   : QString::fromStdString(least.error().message()),
             {}});
        return;
    }
    if (*squeeze == probe->medium.squeeze) {
        return;
    }
    Probe changed = *probe;
    changed.medium.squeeze = *squeeze;
    document.endGesture();
    document.setProbe(std::move(changed),
                      tr("Fit the cell into the slice of %1").arg(document.itemName(probeId)));
}

bool adaptSources(Probe& probe) {
    const bool changed = adaptSource(probe.medium, probe.source);
    return adaptSource(probe.comparison.medium, probe.comparison.source) || changed;
}

bool adaptSources(FieldSlice& slice) {
    const bool changed = adaptSource(slice.medium, slice.source);
    return adaptSource(slice.comparison.medium, slice.comparison.source) || changed;
}

QString adaptedSourcesText() {
    return tr("The current sources are points now: this tissue has no equation for the others.");
}

void showRefusedSources(FieldEditor& editor, const Probe& probe) {
    greySources(editor, probe.medium, probe.comparison.medium);
}

void showRefusedSources(FieldEditor& editor, const FieldSlice& slice) {
    greySources(editor, slice.medium, slice.comparison.medium);
}

} // namespace phiscope
