#include "app/palette_entries.h"

#include "app/file_actions.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/gallery_dialog.h"

namespace phiscope {

namespace {

struct Example {
    QString name;
    QString title;
    QString description;
};

const std::vector<Example>& examples() {
    static const std::vector<Example> all = [] {
        std::vector<Example> found;
        for (const QString& name : exampleNames()) {
            if (const auto scene = exampleScene(name)) {
                found.push_back(
                    {name, QString::fromStdString(scene->title), QString::fromStdString(scene->description)});
            }
        }
        return found;
    }();
    return all;
}

} // namespace

std::vector<CommandPalette::Entry> paletteEntries(const WindowParts& parts, const QMenuBar* menus,
                                                  FileActions* files) {
    std::vector<CommandPalette::Entry> entries = CommandPalette::commandsOf(menus);
    const auto object = [&](const QString& id, const QString& name, const QString& kind, const char* icon) {
        entries.push_back({name,
                           kind,
                           CommandPalette::tr("Selects it in the scene."),
                           {},
                           parts.theme->icon(QString::fromLatin1(icon)),
                           [document = parts.document, id] {
                               document->select(id);
                           }});
    };
    const auto objects = [&](const auto& items, const QString& kind, const char* icon) {
        for (const auto& item : items) {
            object(QString::fromStdString(item.id), QString::fromStdString(item.name), kind, icon);
        }
    };
    const Scene& scene = parts.document->scene();
    object(QStringLiteral("cell"), QString::fromStdString(scene.cell.name), CommandPalette::tr("Cell"),
           "cell");
    objects(scene.synapses, CommandPalette::tr("Synapse"), "synapse");
    objects(scene.groups, CommandPalette::tr("Synapse group"), "synapse");
    objects(scene.stimuli, CommandPalette::tr("Stimulus"), "stimulus");
    objects(scene.probes, CommandPalette::tr("Probe"), "probe");
    objects(scene.slices, CommandPalette::tr("Field slice"), "slice");
    objects(scene.heads, CommandPalette::tr("Head"), "head");
    object(QStringLiteral("run"), CommandPalette::tr("Run settings"), CommandPalette::tr("Scene"), "run");
    for (const Example& example : examples()) {
        entries.push_back({example.title,
                           CommandPalette::tr("Example"),
                           example.description,
                           {},
                           parts.theme->icon(QStringLiteral("new")),
                           [files, name = example.name] {
                               if (files->mayDiscard()) {
                                   files->openExample(name);
                               }
                           }});
    }
    return entries;
}

} // namespace phiscope
