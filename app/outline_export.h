#pragma once

#include "app/window_parts.h"
#include "model/formats/flat_figure.h"

#include <QObject>

class QWidget;

namespace phiscope {

class Actions;
struct FigureSource;

/// Writes the cell as a flat figure, true to scale.
class OutlineExport : public QObject {
    Q_OBJECT
public:
    OutlineExport(const WindowParts& parts, Actions* actions, QWidget* window);

    /// As the cell stands now; written on another thread, and a notice tells how it ended.
    void write(const QString& path, const FlatFigureOptions& options);

Q_SIGNALS:
    void written(const QString& path, bool ok);

private:
    FigureSource source() const;
    void open();
    void chooseFile(const FlatFigureOptions& options);

    WindowParts parts_;
    QWidget* window_;
    FlatFigureOptions options_; ///< of the last time
};

} // namespace phiscope
