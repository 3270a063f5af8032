#include "widgets/knobs/knob_edits.h"

#include "model/scene/validate.h"
#include "widgets/document.h"
#include "widgets/quantity.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace phiscope {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Knobs)
};

constexpr int digits = 5;

} // namespace

const Knob* findKnob(const Scene& scene, const std::string& id) {
    const auto found = std::ranges::find(scene.knobs, id, &Knob::id);
    return found == scene.knobs.end() ? nullptr : &*found;
}

std::optional<Parameter> parameterOf(const Scene& scene, const Knob& knob) {
    return findParameter(scene, knob.object, knob.key);
}

bool turnTo(Document& document, const Parameter& parameter, double value) {
    const double allowed = withinLimits(parameter.info, value);
    if (allowed == parameter.get(document.scene())) {
        return true;
    }
    Scene scene = document.scene();
    parameter.set(scene, allowed);
    if (validate(scene).size() > validate(document.scene()).size()) {
        return false;
    }
    const QString object = QString::fromStdString(parameter.object);
    document.setObjects(std::move(scene),
                        Words::tr("Set %1 of %2 to %3")
                            .arg(QString::fromStdString(parameter.info.label).toLower(),
                                 document.itemName(object),
                                 formatQuantity(allowed, QString::fromStdString(parameter.info.unit))),
                        QStringLiteral("knob/%1/%2").arg(object, QString::fromStdString(parameter.info.key)));
    return true;
}

QString knobName(const Document& document, const Parameter& parameter) {
    return QStringLiteral("%1 · %2").arg(document.itemName(QString::fromStdString(parameter.object)),
                                         QString::fromStdString(parameter.info.label));
}

QString knobValueText(const FieldInfo& info, double value) {
    const QString number = formatNumber(value, digits);
    return info.unit.empty() ? number : number + QChar(0x2009) + QString::fromStdString(info.unit);
}

} // namespace phiscope
